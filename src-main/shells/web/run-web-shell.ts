import { SarviError } from '#contract/errors';
import { createApp } from '../../core/app.ts';
import { findAppFiles } from '../app-files.ts';
import { lockDataFolder, type DataFolderLock } from '../data-folder-lock.ts';
import { logUncaught } from '../log-uncaught.ts';
import { createNodePorts } from '../node-ports.ts';
import { openRendererFiles, type RendererFiles } from '../renderer-files.ts';
import { forgetWithoutPages } from './forget-without-pages.ts';
import { openPorts } from './open-ports.ts';
import { entryAddress, PageKeys, type KeptPageKey } from './page-keys.ts';
import { readWebShellFile, writeWebShellFile } from './web-shell-file.ts';

export interface WebShellOptions {
  readonly dataFolder?: string | undefined;
  /** 0 or missing: Sarvi chooses one. */
  readonly port?: number | undefined;
  /** How the renderer's files are read; missing: those of the build. */
  readonly openFiles?: (() => RendererFiles) | undefined;
}

export interface WebShell {
  /** With a key that works once. */
  readonly entryUrl: string;
  readonly dataFolder: string;
  /** Whether another process serves this data folder already; the address is then that process's. */
  readonly isElsewhere: boolean;
  /** Ends the server, the app and its processes. */
  close(): Promise<void>;
}

/**
 * Starts the app behind a loopback server, or makes an address for the one that runs.
 *
 * @throws SarviError `data-folder-in-use` by another shell, `port-unavailable`, and whatever stops the app
 */
export async function runWebShell(options: WebShellOptions): Promise<WebShell> {
  const ports = createNodePorts({ shell: 'web', dataFolder: options.dataFolder });
  const dataFolder = ports.folders.data;
  const lock = lockUnlessServed(dataFolder);
  if (typeof lock === 'string') {
    return { entryUrl: lock, dataFolder, isElsewhere: true, close: () => Promise.resolve() };
  }
  const stopLogging = logUncaught(ports.log);
  try {
    const files = options.openFiles?.() ?? (await openRendererFiles(findAppFiles().renderer));
    const app = await createApp(ports);
    try {
      let isRunning = true;
      const keep = (pages: readonly KeptPageKey[]): void => {
        const running = isRunning ? { processId: process.pid, port: keys.port, entrySecret: keys.entrySecret } : null;
        try {
          writeWebShellFile(dataFolder, { running, pages: [...pages] });
        } catch (error) {
          // All goes on, but pages ask for the printed address after a restart.
          ports.log.warn('the keys of open pages could not be kept', { error });
        }
      };
      const keys = new PageKeys(readWebShellFile(dataFolder).pages, keep);
      const server = await openPorts(
        { app: forgetWithoutPages(app), files, keys, log: ports.log },
        options.port || null,
      );
      keep(keys.pages);
      return {
        entryUrl: entryAddress(server.port, keys.entrySecret),
        dataFolder,
        isElsewhere: false,
        close: async () => {
          isRunning = false;
          await server.close();
          keep(keys.pages);
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

/** The lock, or an address of the web shell that holds it. */
function lockUnlessServed(dataFolder: string): DataFolderLock | string {
  try {
    return lockDataFolder(dataFolder);
  } catch (error) {
    const { code, details } = SarviError.from(error);
    const { running } = readWebShellFile(dataFolder);
    const isWebShell = running !== null && running.processId === details['processId'];
    if (code !== 'data-folder-in-use' || !isWebShell) throw error;
    return entryAddress(running.port, running.entrySecret);
  }
}
