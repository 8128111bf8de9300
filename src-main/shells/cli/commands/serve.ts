import { runWebShell } from '../../web/run-web-shell.ts';
import { dataFolderOption, optionalNumber, readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';

/**
 * Runs the local web shell until Ctrl-C; prints the address and opens nothing. When one is running, prints an address
 * of that one.
 */
export const serve: Command = async ({ args, output, signal }) => {
  const { options } = readArguments(args, { port: 'string' }, [0, 0]);
  const port = optionalNumber(options, 'port', { least: 0, most: 65_535, whole: true });
  const shell = await runWebShell({ port, dataFolder: dataFolderOption(args) });
  output.event({ type: 'listening', url: shell.entryUrl });
  output.write(`Sarvi: ${shell.entryUrl}\n`);
  await new Promise<void>((resolve) => {
    if (signal.aborted || shell.isElsewhere) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await shell.close();
  output.result({ url: shell.entryUrl });
};
