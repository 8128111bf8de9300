import { createApp } from '../../core/app.ts';
import { findAppFiles } from '../app-files.ts';
import { lockDataFolder } from '../data-folder-lock.ts';
import { logUncaught } from '../log-uncaught.ts';
import { createNodePorts } from '../node-ports.ts';
import { openRendererFiles } from '../renderer-files.ts';
import { openLoopbackServer } from './loopback-server.ts';

export interface WebShellOptions {
  readonly dataFolder?: string | undefined;
  /** 0 or missing: any free one. */
  readonly port?: number | undefined;
}

export interface WebShell {
  /** With the one-time token. */
  readonly entryUrl: string;
  readonly dataFolder: string;
  /** Ends the server, the app and its processes. */
  close(): Promise<void>;
}

/**
 * Starts the app behind a loopback server.
 *
 * @throws SarviError `data-folder-in-use`, `port-unavailable`, and whatever stops the app
 */
export async function runWebShell(options: WebShellOptions): Promise<WebShell> {
  const ports = createNodePorts({ shell: 'web', dataFolder: options.dataFolder });
  const dataFolder = ports.folders.data;
  const lock = lockDataFolder(dataFolder);
  const stopLogging = logUncaught(ports.log);
  try {
    const files = await openRendererFiles(findAppFiles().renderer);
    const app = await createApp(ports);
    try {
      const server = await openLoopbackServer({ app, files, log: ports.log, port: options.port ?? 0 });
      return {
        entryUrl: server.entryUrl,
        dataFolder,
        close: async () => {
          await server.close();
          await app.dispose();
          lock.release();
          stopLogging();
        },
      };
    } catch (error) {
      await app.dispose();
      throw error;
    }
  } catch (error) {
    lock.release();
    stopLogging();
    throw error;
  }
}
