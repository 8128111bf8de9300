import type { CallName, CallOutput, HandlerInput } from '#contract/contract';
import type { History } from '../history.ts';
import { findImport } from './import-conversations.ts';
import type { TransferJobs } from './transfer-jobs.ts';

type TransferCall = Extract<
  CallName,
  'history.inspectImport' | 'history.import' | 'history.export' | 'history.transfers' | 'history.cancelTransfer'
>;
type Handlers = { [Name in TransferCall]: (input: HandlerInput<Name>) => Promise<CallOutput<Name>> };

export function transferHandlers(transfers: TransferJobs, history: History): Handlers {
  return {
    'history.inspectImport': async ({ path }) => {
      const { format, sizeBytes, close } = await findImport(history, path);
      await close();
      return { path, format, sizeBytes };
    },
    'history.import': async ({ path }) => ({ jobId: await transfers.startImport(path) }),
    'history.export': async (input) => ({ jobId: await transfers.startExport(input) }),
    'history.transfers': () => Promise.resolve(transfers.list()),
    'history.cancelTransfer': async ({ jobId }) => {
      await transfers.cancel(jobId);
      return null;
    },
  };
}
