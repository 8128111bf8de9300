import { join } from 'node:path';
import type { EvaluationAnswer, EvaluationConfiguration, TaskName } from '#contract/evaluations';
import type { ErrorReport } from '#contract/errors';
import { configurationOf } from '../../src-main/core/evaluation/runs/configuration.ts';
import { makeRunFolder, RunLog } from '../../src-main/core/evaluation/runs/run-files.ts';
import { RunState } from '../../src-main/core/evaluation/runs/run-state.ts';
import { taskOf } from '../../src-main/core/evaluation/runs/tasks.ts';
import type { TaskChoices, TaskSurroundings } from '../../src-main/core/evaluation/task.ts';
import { createNodePorts } from '../../src-main/shells/node-ports.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What came of a sample: its answer, why it is left out, or nothing yet. */
type Given = string | { readonly failure: ErrorReport } | null;

const MODEL = {
  model: { id: 'poro', name: 'Poro', fileType: 'Q4_K_M', sizeBytes: 1000, checksum: 'c'.repeat(64) },
  adapters: [],
  template: { kind: 'chat', sha256: 'd'.repeat(64), dateString: '26 Jul 2024' },
  kvCacheType: 'f16',
} as const;

/** A run whose samples have been answered with given texts, in the order of the set, and judged by its rules. */
export async function givenRun(
  name: TaskName,
  files: TaskChoices['files'],
  given: readonly Given[],
): Promise<{ state: RunState; folder: string; configuration: EvaluationConfiguration }> {
  const folder = join(await temporaryFolder(), 'run');
  const { folders, entries } = createNodePorts({ shell: 'cli', dataFolder: await temporaryFolder() });
  const surroundings: TaskSurroundings = {
    resources: folders.resources,
    verdictEntry: entries.verdict,
    languageEntry: entries.language,
  };
  const task = taskOf(name);
  const set = await task.readSet({ files, seed: 1, bothOrders: false }, surroundings);
  const configuration = configurationOf({ seed: 1, limit: null }, task, set, set.samples, MODEL, null);
  await makeRunFolder(folder, { version: 1, id: 'run', createdAt: 1_700_000_000_000, configuration }, set.samples);
  const log = await RunLog.open(folder);
  const grader = task.openGrader(configuration.settings, null, surroundings);
  for (const [index, sample] of set.samples.entries()) {
    const outcome = given[index] ?? null;
    if (outcome === null) continue;
    const { key } = sample;
    if (typeof outcome === 'object') {
      await log.add({ kind: 'failure', key, failure: outcome.failure, at: index });
      continue;
    }
    const answers = [answerOf(outcome)];
    await log.add({ kind: 'answers', key, answers, at: index });
    const judgement = await grader.judge({ ...sample, answers }, new AbortController().signal);
    await log.add({ kind: 'judgement', key, judgement, at: index });
  }
  await grader.close();
  await log.close();
  return { state: await RunState.read(folder, taskOf), folder, configuration };
}

function answerOf(text: string): EvaluationAnswer {
  return {
    ...{ text, thinking: '', stopReason: 'end-of-generation', seed: 1 },
    ...{ promptTokens: 20, generatedTokens: 10, promptMs: 100, generationMs: 1000 },
  };
}
