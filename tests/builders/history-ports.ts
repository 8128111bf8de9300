import { fileURLToPath } from 'node:url';
import { DEFAULT_SETTINGS } from '#contract/settings';
import type { Ports } from '../../src-main/core/ports.ts';

export type HistoryPorts = Pick<Ports, 'folders' | 'entries' | 'log' | 'now'>;

/** The ports that a history needs, with its real worker from the sources. */
export function historyPorts(dataFolder: string, now: () => number): HistoryPorts {
  const worker = fileURLToPath(new URL('../../src-main/core/history/worker.ts', import.meta.url));
  return {
    folders: { data: dataFolder, resources: dataFolder },
    entries: {
      engine: '',
      convert: '',
      convertWorker: '',
      scoring: '',
      tokenizer: '',
      language: '',
      verdict: '',
      document: '',
      history: worker,
    },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    now,
  };
}

/** The ports that backups need, with settings that are kept in memory. */
export function backupsPorts(dataFolder: string, now: () => number): HistoryPorts & Pick<Ports, 'settings'> {
  let settings = DEFAULT_SETTINGS;
  return {
    ...historyPorts(dataFolder, now),
    settings: { get: () => settings, change: (change) => (settings = { ...settings, ...change }) },
  };
}
