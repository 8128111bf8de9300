import { resolve } from 'node:path';
import { sentenceOf } from '#contract/error-sentences';
import { SarviError } from '#contract/errors';
import type { TransferJob } from '#contract/transfer-vocabulary';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { followTransfer } from '../follow-transfer.ts';

/** Exit 0 when the file was read to its end, though single conversations may have been left out. */
export const historyImport: Command = async ({ args, output, app, signal }) => {
  const { words } = readArguments(args, {}, [1, 1]);
  const sarvi = await app();
  const path = resolve(words[0] ?? '');
  const { jobId } = await sarvi.ask('history.import', { path });
  const job = await followTransfer(sarvi, jobId, signal, (running) => {
    const { bytesDone, bytesTotal, conversationsDone, duplicates, refused } = running;
    const percent = Math.floor((100 * bytesDone) / Math.max(1, bytesTotal ?? 1));
    output.event(
      { type: 'progress', bytesDone, bytesTotal, imported: conversationsDone, duplicates, refused },
      `importing ${percent} %, ${conversationsDone} conversations`,
    );
  });
  const { state, formats, conversationsDone, duplicates, refused, refusals, error } = job;
  if (error) throw SarviError.fromReport(error);
  if (state === 'cancelled') throw new SarviError('cancelled', { imported: conversationsDone });
  output.result(
    { path, formats, imported: conversationsDone, duplicates, refused, refusals },
    [
      `${path} (${formats.join(', ')}): ${conversationsDone} imported, ${duplicates} there already, ${refused} left out`,
      ...refusals.map(refusalText),
      ...(refused > refusals.length ? [`  and ${refused - refusals.length} more`] : []),
    ].join('\n'),
  );
};

function refusalText({ file, number, line, error }: TransferJob['refusals'][number]): string {
  return `  ${file === null ? '' : `${file}, `}line ${line}, conversation ${number}: ${sentenceOf(error, 'en')}`;
}
