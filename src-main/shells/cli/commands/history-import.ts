import { resolve } from 'node:path';
import { sentenceOf } from '#contract/error-sentences';
import { SarviError } from '#contract/errors';
import type { TransferJob } from '#contract/transfers';
import { reasonText } from '#contract/reasons';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { followTransfer } from '../follow-transfer.ts';

/** Exit 0 when the file was read to its end, even if single conversations were left out. */
export const historyImport: Command = async ({ args, output, app, signal }) => {
  const { words } = readArguments(args, {}, [1, 1]);
  const sarvi = await app();
  const path = resolve(words[0] ?? '');
  const { jobId } = await sarvi.ask('history.import', { path });
  const job = await followTransfer(sarvi, jobId, signal, (running) => {
    const { bytesDone, bytesTotal, conversationsDone, duplicates, refused, skipped } = running;
    const percent = Math.floor((100 * bytesDone) / Math.max(1, bytesTotal ?? 1));
    output.event(
      { type: 'progress', bytesDone, bytesTotal, imported: conversationsDone, duplicates, refused, skipped },
      `importing ${percent} %, ${conversationsDone} conversations`,
    );
  });
  const { state, formats, found, conversationsDone, duplicates, refused, skipped, mended, error } = job;
  const { refusals, skips, mendings } = job;
  if (error) throw SarviError.fromReport(error);
  if (state === 'cancelled') throw new SarviError('cancelled', { imported: conversationsDone });
  const counts = { found, imported: conversationsDone, duplicates, refused, skipped, mended };
  output.result(
    { path, formats, ...counts, refusals, skips, mendings },
    [
      `${path} (${formats.join(', ')}): ${found} found: ${conversationsDone} imported, ${duplicates} there already, ` +
        `${refused} left out, ${skipped} files without conversations`,
      ...refusals.map(refusalText),
      ...moreThan(refused, refusals),
      ...skips.map(({ file, reason }) => `  ${file}: ${reasonText(reason, 'en')}`),
      ...moreThan(skipped, skips),
      ...mendings.map(
        ({ title, reasons, ...place }) =>
          `  ${placeText(place)}, mended: ${title}: ${reasons.map((reason) => reasonText(reason, 'en')).join('; ')}`,
      ),
      ...moreThan(mended, mendings),
    ].join('\n'),
  );
};

function moreThan(count: number, listed: readonly unknown[]): string[] {
  return count > listed.length ? [`  and ${count - listed.length} more`] : [];
}

function refusalText({ error, ...place }: TransferJob['refusals'][number]): string {
  return `  ${placeText(place)}: ${sentenceOf(error, 'en')}`;
}

function placeText({ file, line, number }: { file: string | null; line: number; number: number }): string {
  return `${file === null ? '' : `${file}, `}line ${line}, conversation ${number}`;
}
