import type { CallName, Handlers } from '#contract/contract';
import type { History } from '../history.ts';
import type { Downloads } from './downloads.ts';
import { findImport } from './import-conversations.ts';
import type { TransferJobs } from './transfer-jobs.ts';

type TransferCall = Extract<
  CallName,
  | 'history.inspectImport'
  | 'history.import'
  | 'history.export'
  | 'history.beginDownload'
  | 'history.downloadPiece'
  | 'history.endDownload'
  | 'history.transfers'
  | 'history.cancelTransfer'
>;

export function transferHandlers(
  transfers: TransferJobs,
  downloads: Downloads,
  history: History,
): Handlers<TransferCall> {
  return {
    'history.inspectImport': async ({ path }) => {
      const { format, sizeBytes, close } = await findImport(history, path);
      await close();
      return { path, format, sizeBytes };
    },
    'history.import': async ({ path }) => ({ jobId: await transfers.startImport(path) }),
    'history.export': async (input) => ({ jobId: await transfers.startExport(input) }),
    'history.beginDownload': (input) => downloads.begin(input),
    'history.downloadPiece': ({ downloadId }) => downloads.next(downloadId),
    'history.endDownload': async ({ downloadId }) => {
      await downloads.end(downloadId);
      return null;
    },
    'history.transfers': () => Promise.resolve(transfers.list()),
    'history.cancelTransfer': async ({ jobId }) => {
      await transfers.cancel(jobId);
      return null;
    },
  };
}
