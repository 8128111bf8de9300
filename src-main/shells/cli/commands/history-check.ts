import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { reasonText } from '#contract/reasons';
import { formatBytes } from '../../../core/format-bytes.ts';
import type { HistoryCheck } from '../../../core/history/check-history.ts';
import { runTask } from '../../../core/history/tasks/run-task.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';

/**
 * Exit 0 when the history is sound; 1 with `history-unsound` and the faults. Does not start the app, which would repair
 * a damaged history before the check: nothing is changed without `--rebuild-index`.
 */
export const historyCheck: Command = async ({ args, output, ports }) => {
  const { options } = readArguments(args, { 'rebuild-index': 'boolean' }, [0, 0]);
  const { folders, entries, now } = ports();
  const folder = join(folders.data, 'history');
  let former: string | null = null;
  if (options['rebuild-index'] === true) {
    output.event({ type: 'progress', phase: 'indexing' }, 'rebuilding the search index');
    former = await runTask(entries.history, 'rebuildIndex', { folder, nowMs: now() });
  }
  output.event({ type: 'progress', phase: 'checking' }, 'checking');
  const check = await runTask(entries.history, 'check', { folder });
  if (check.problems.length > 0) {
    for (const { in: place, text } of check.problems) {
      output.event({ type: 'problem', in: place, text });
      output.write(`${place}: ${reasonText(text, 'en')}\n`);
    }
    const reason = check.problems[0]?.text ?? '';
    throw new SarviError('history-unsound', { path: check.path, reason, problems: check.problems.length });
  }
  output.result({ ...check, sound: true, ...(former === null ? {} : { former }) }, inWords(check, former));
};

function inWords(check: HistoryCheck, former: string | null): string {
  const { path, sizeBytes, version, conversations, inTrash, messages, branches, lookedUp } = check;
  return [
    `${path}: sound`,
    `  ${formatBytes(sizeBytes)}, schema ${version}`,
    `  ${conversations} conversations, ${inTrash} in the trash, ${messages} messages, ${branches} versions`,
    `  ${lookedUp} messages found by their own words`,
    ...(former === null ? [] : [`  the former database is kept as ${former}`]),
  ].join('\n');
}
