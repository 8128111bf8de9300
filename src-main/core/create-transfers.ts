import type { EventPayload } from '#contract/contract';
import type { History } from './history/history.ts';
import { Downloads } from './history/transfer/downloads.ts';
import { transferHandlers } from './history/transfer/transfer-handlers.ts';
import { TransferJobs } from './history/transfer/transfer-jobs.ts';
import type { Ports } from './ports.ts';

export interface TransferService {
  readonly handlers: ReturnType<typeof transferHandlers>;
  /** The history for what replaces it. Jobs that began in one must not continue in another: half of an import would be in each. */
  readonly closable: Pick<History, 'whileClosed'>;
  endAll(): Promise<void>;
}

/** Imports and exports of conversations. */
export function createTransfers(
  ports: Ports,
  history: History,
  onChange: (job: EventPayload<'history.transferChanged'>) => void,
): TransferService {
  const transfers = new TransferJobs(ports, history, onChange);
  const downloads = new Downloads(ports, history);
  const endAll = async (): Promise<void> => {
    await transfers.endAll();
    await downloads.endAll();
  };
  return {
    handlers: transferHandlers(transfers, downloads, history, ports),
    closable: {
      whileClosed: async (act) => {
        await endAll();
        return history.whileClosed(act);
      },
    },
    endAll,
  };
}
