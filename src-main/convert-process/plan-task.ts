import type { ConversionTask } from '../core/convert/conversion-protocol.ts';
import { readImportanceMatrix } from '../core/convert/importance-matrix.ts';
import {
  ENCODING,
  journalPath,
  planDigest,
  readJournal,
  sameHead,
  type JournalHead,
  type SourceFile,
} from '../core/convert/journal.ts';
import type { ConversionPlan } from '../core/convert/plan-conversion.ts';
import { planSource } from '../core/convert/plan-source.ts';
import { knownSha256 } from '../core/known-sha256.ts';

export interface PlannedTask {
  readonly plan: ConversionPlan;
  readonly files: readonly SourceFile[];
  readonly head: JournalHead;
}

/**
 * Plans a task. An output that another version of Sarvi has begun is planned under that version's name: where nothing but
 * the name has changed, the plan is the same and the work is continued. Else it begins anew.
 *
 * @throws SarviError those of `planSource`, `readImportanceMatrix`
 */
export async function planTask(task: ConversionTask): Promise<PlannedTask> {
  const begun = await readJournal(journalPath(task.temporaryPath));
  if (begun && begun.head.app !== task.version) {
    const planned = await planUnder(begun.head.app, task);
    if (sameHead(begun.head, planned.head)) return planned;
  }
  return planUnder(task.version, task);
}

async function planUnder(version: string, task: ConversionTask): Promise<PlannedTask> {
  const { plan, files } = await planSource(task.checkpointPath, task.quantization, {
    name: task.name,
    version,
    preTokenizer: task.preTokenizer,
    importance: task.imatrixPath === null ? null : await readImportanceMatrix(task.imatrixPath),
  });
  const sources = await Promise.all(files.map(async (file) => ({ ...file, sha256: await knownSha256(file.path) })));
  return {
    plan,
    files,
    head: { version: 2, app: version, encoding: ENCODING, plan: planDigest(plan, files), sources },
  };
}
