import { lockDataFolder } from '../../data-folder-lock.ts';
import { optionalNumber, readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';

/**
 * Lets other programs use the models until Ctrl-C. Beside a running app it is refused, since each would load the
 * models: there the API is switched on in the settings.
 */
export const api: Command = async ({ args, output, ports, app, signal }) => {
  const { options } = readArguments(args, { port: 'string', 'new-key': 'boolean' }, [0, 0]);
  const port = optionalNumber(options, 'port', { least: 1024, most: 65_535, whole: true }) ?? null;
  const lock = lockDataFolder(ports().folders.data);
  try {
    const sarvi = await app();
    const served = await sarvi.serveApi({ port, renewsKey: options['new-key'] === true });
    const url = `http://127.0.0.1:${served.port}/v1`;
    const key = served.key === null ? {} : { key: served.key };
    output.event({ type: 'listening', url, ...key });
    output.write(served.key === null ? `Sarvi: ${url}\n` : `Sarvi: ${url}\n${served.key}\n`);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    output.result({ url });
  } finally {
    lock.release();
  }
};
