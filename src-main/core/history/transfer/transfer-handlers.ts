import type { CallName, Handlers } from '#contract/contract';
import { SarviError } from '#contract/errors';
import type { Ports } from '../../ports.ts';
import { refuseOwnData } from '../../refuse-own-data.ts';
import type { History } from '../history.ts';
import type { Downloads } from './downloads.ts';
import { findImport } from './import-conversations.ts';
import { WholeFile } from './whole-file.ts';
import type { TransferJobs } from './transfer-jobs.ts';

type TransferCall = Extract<
  CallName,
  | 'history.inspectImport'
  | 'history.import'
  | 'history.export'
  | 'history.beginDownload'
  | 'history.downloadPiece'
  | 'history.endDownload'
  | 'history.savePdf'
  | 'history.transfers'
  | 'history.cancelTransfer'
>;

export function transferHandlers(
  transfers: TransferJobs,
  downloads: Downloads,
  history: History,
  ports: Pick<Ports, 'folders' | 'printPage'>,
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
    'history.savePdf': async ({ path, replace }) => {
      if (!ports.printPage) throw new SarviError('unsupported-in-shell');
      await refuseOwnData(path, ports.folders.data);
      const file = await WholeFile.create(path, { replace });
      try {
        await file.writeBytes(await ports.printPage());
        await file.finish();
      } catch (error) {
        await file.abandon();
        throw error;
      }
      return null;
    },
    'history.transfers': () => Promise.resolve(transfers.list()),
    'history.cancelTransfer': async ({ jobId }) => {
      await transfers.cancel(jobId);
      return null;
    },
  };
}
