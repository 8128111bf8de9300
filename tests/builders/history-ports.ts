import { fileURLToPath } from 'node:url';
import type { Ports } from '../../src-main/core/ports.ts';

export type HistoryPorts = Pick<Ports, 'folders' | 'entries' | 'log' | 'now'>;

/** The ports that a history needs, with its real worker from the sources. */
export function historyPorts(dataFolder: string, now: () => number): HistoryPorts {
  const worker = fileURLToPath(new URL('../../src-main/core/history/worker.ts', import.meta.url));
  return {
    folders: { data: dataFolder, resources: dataFolder },
    entries: { engine: '', convert: '', convertWorker: '', history: worker },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    now,
  };
}
