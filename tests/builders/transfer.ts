/** Small files of conversations as other apps write them, and imports of them into a real history. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TransferJob } from '#contract/transfers';
import { reasonText } from '#contract/reasons';
import type { History } from '../../src-main/core/history/history.ts';
import { TransferJobs } from '../../src-main/core/history/transfer/transfer-jobs.ts';
import { historyPorts } from './history-ports.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Nothing lies in it. */
const folders = { data: '/nowhere/sarvi', resources: '' };
const { entries } = historyPorts('/nowhere/sarvi', Date.now);
/** With the real thread for documents, from the sources. */
export const TRANSFER_PORTS = {
  version: '1.2.3',
  now: () => Date.UTC(2026, 0, 2),
  entries: {
    ...entries,
    document: fileURLToPath(new URL('../../src-main/core/history/transfer/documents/worker.ts', import.meta.url)),
  },
};
const LOG = { info: () => {}, warn: () => {}, error: () => {} };

export function transferJobs(history: History, onChange: (job: TransferJob) => void = () => {}): TransferJobs {
  return new TransferJobs({ ...TRANSFER_PORTS, log: LOG, folders }, history, onChange);
}

/** Writes a file of this content, and imports it to the end. */
export async function importContent(history: History, content: unknown): Promise<TransferJob> {
  const path = join(await temporaryFolder(), 'file.json');
  await writeFile(
    path,
    typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content),
  );
  return importPath(history, path);
}

export async function importPath(history: History, path: string): Promise<TransferJob> {
  const jobs = transferJobs(history);
  return jobs.ended(await jobs.startImport(path));
}

const inEnglish = (reason: string) => reasonText(reason, 'en');

/** What an import came to, without what every job has. */
export function outcome(job: TransferJob) {
  const { state, formats, found, conversationsDone, duplicates, refused, refusals, skips, mendings, error } = job;
  // Everything that is found is counted once.
  if (found !== conversationsDone + duplicates + refused + job.skipped) throw new Error(`${found} do not add up`);
  return {
    state,
    formats,
    imported: conversationsDone,
    duplicates,
    refused,
    reasons: refusals.map(
      ({ number, line, error: { details } }) => `${number}/${line}: ${inEnglish(String(details['reason']))}`,
    ),
    ...(job.skipped === 0 ? {} : { skipped: skips.map(({ file, reason }) => `${file}: ${inEnglish(reason)}`) }),
    ...(job.mended === 0
      ? {}
      : { mended: mendings.map(({ title, reasons }) => `${title}: ${reasons.map(inEnglish).join('; ')}`) }),
    ...(error === null ? {} : { error }),
  };
}

export interface Told {
  title: string;
  systemPrompt: string;
  /** The open branch: `user: text`. */
  branch: string[];
  messages: number;
}

/** Every conversation of a history in few words, in the order in which they were begun. */
export async function tell(history: History): Promise<Told[]> {
  const ids = await history.ask('listForExport', {});
  return Promise.all(
    ids.map(async (conversationId) => {
      const { conversation, branch } = await history.ask('conversations.open', { conversationId });
      const { text } = await history.ask('renderConversation', {
        conversationId,
        format: 'json',
        allLeaves: false,
        language: 'en',
      });
      return {
        title: conversation.title,
        systemPrompt: conversation.systemPrompt,
        branch: branch.map((message) => `${message.role}: ${message.text}`),
        messages: (JSON.parse(text) as { messages: unknown[] }).messages.length,
      };
    }),
  );
}
