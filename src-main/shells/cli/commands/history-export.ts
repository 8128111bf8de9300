import { extname, resolve } from 'node:path';
import { SarviError } from '#contract/errors';
import { EXPORT_FORMATS, isReadingFormat, type ExportFormat } from '#contract/transfers';
import { because } from '#contract/reasons';
import { formatBytes } from '../../../core/format-bytes.ts';
import { optionalText, readArguments, requiredText } from '../arguments.ts';
import type { Command } from '../command.ts';
import { followTransfer } from '../follow-transfer.ts';
import { UsageError } from '../usage.ts';

const OPTIONS = {
  format: 'string',
  conversation: 'strings',
  out: 'string',
  'all-leaves': 'boolean',
  'separate-files': 'boolean',
} as const;

const READING_FORMATS = EXPORT_FORMATS.filter(isReadingFormat).join(', ');

/** The format that a file's ending means, when none is given. */
const ENDINGS: Readonly<Record<string, ExportFormat>> = {
  '.md': 'markdown',
  '.docx': 'docx',
  '.odt': 'odt',
  '.html': 'html',
  '.json': 'json',
  '.jsonl': 'jsonl',
};

export const historyExport: Command = async ({ args, output, app, signal }) => {
  const { options } = readArguments(args, OPTIONS, [0, 0]);
  const path = resolve(requiredText(options, 'out'));
  const format = formatOf(optionalText(options, 'format'), path);
  const separateFiles = options['separate-files'] === true;
  if (separateFiles && !isReadingFormat(format))
    throw new UsageError(because('usage-for-only', { option: '--separate-files', format: READING_FORMATS }));
  const allLeaves = options['all-leaves'] === true;
  if (allLeaves && format !== 'jsonl')
    throw new UsageError(because('usage-for-only', { option: '--all-leaves', format: 'JSONL' }));
  const conversationIds = options['conversation'] as string[] | undefined;
  const sarvi = await app();
  const { jobId } = await sarvi.ask('history.export', {
    format,
    path,
    separateFiles,
    allLeaves,
    replace: true,
    ...(conversationIds === undefined ? {} : { conversationIds }),
  });
  const job = await followTransfer(sarvi, jobId, signal, ({ conversationsDone, conversationsTotal }) => {
    output.event(
      { type: 'progress', conversationsDone, conversationsTotal },
      `exporting ${conversationsDone} of ${conversationsTotal ?? 0}`,
    );
  });
  if (job.error) throw SarviError.fromReport(job.error);
  if (job.state === 'cancelled') throw new SarviError('cancelled');
  const { conversationsDone: conversations, bytesDone: sizeBytes } = job;
  output.result(
    { path, format, conversations, sizeBytes },
    `${path}: ${conversations} conversations, ${formatBytes(sizeBytes)}`,
  );
};

function formatOf(given: string | undefined, path: string): ExportFormat {
  // Pages are printed by a browser or by the desktop app.
  if (given === 'pdf' || (given === undefined && extname(path).toLowerCase() === '.pdf'))
    throw new UsageError(because('usage-no-pdf'));
  if (given === undefined) return ENDINGS[extname(path).toLowerCase()] ?? 'markdown';
  const found = EXPORT_FORMATS.find((format) => format === given);
  if (found === undefined)
    throw new UsageError(because('usage-takes-one-of', { option: '--format', list: EXPORT_FORMATS.join(', ') }));
  return found;
}
