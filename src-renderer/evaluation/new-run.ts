import type { CallInput } from '#contract/contract';
import {
  DEFAULT_EVALUATION_SEED,
  type EvaluationFiles,
  type RequestedJudge,
  type TaskName,
} from '#contract/evaluations';
import type { ModelId } from '#contract/primitives';

export type PathName = keyof EvaluationFiles;

/** Files that a task can take besides its questions. */
export const OTHER_FILES = {
  ifeval: ['punktTab'],
  'mt-bench': ['references', 'judgePrompts'],
  'alpaca-eval': ['references', 'difficulties', 'judgePrompts'],
} as const satisfies Record<TaskFamily, readonly PathName[]>;

export type TaskFamily = 'ifeval' | 'mt-bench' | 'alpaca-eval';

/** What the form of a new evaluation holds. */
export interface RunDraft {
  readonly modelIds: readonly ModelId[];
  readonly task: TaskName;
  readonly source: 'own' | 'file';
  /** Paths as they were typed; an empty one is none. */
  readonly paths: Readonly<Record<PathName, string>>;
  readonly judgeId: ModelId | null;
  /** Where a judge elsewhere runs, and whether the user lets it read; null for one of this computer. */
  readonly judgeElsewhere: { readonly host: string; readonly allowed: boolean } | null;
  readonly bothOrders: boolean;
  /** Null asks all samples. */
  readonly limit: number | null;
  readonly seed: number;
  readonly completes: boolean;
}

export function newDraft(modelId: ModelId | null, task: TaskName): RunDraft {
  return {
    modelIds: modelId === null ? [] : [modelId],
    task,
    source: 'own',
    paths: { data: '', references: '', judgePrompts: '', difficulties: '', punktTab: '' },
    judgeId: null,
    judgeElsewhere: null,
    bothOrders: false,
    limit: null,
    seed: DEFAULT_EVALUATION_SEED,
    completes: false,
  };
}

export function familyOf(task: TaskName): TaskFamily {
  if (task.startsWith('ifeval')) return 'ifeval';
  return task.startsWith('mt-bench') ? 'mt-bench' : 'alpaca-eval';
}

function judgeOf(modelId: ModelId, elsewhere: RunDraft['judgeElsewhere']): RequestedJudge {
  return elsewhere === null ? { kind: 'model', modelId } : { kind: 'remote', modelId, host: elsewhere.host };
}

/** A run for each model; empty while something is missing. */
export function requestsOf(draft: RunDraft): CallInput<'evaluations.create'>[] {
  const { task, source, seed, limit, completes } = draft;
  const family = familyOf(task);
  const names: readonly PathName[] = [...(source === 'file' ? (['data'] as const) : []), ...OTHER_FILES[family]];
  const given = names.map((name) => [name, draft.paths[name].trim()] as const).filter(([, path]) => path !== '');
  const files: EvaluationFiles = Object.fromEntries<string>(given);
  if (source === 'file' && files.data === undefined) return [];
  if (family !== 'ifeval' && (draft.judgeId === null || draft.judgeElsewhere?.allowed === false)) return [];
  return draft.modelIds.map((modelId) => ({
    modelId,
    task,
    files,
    seed,
    limit,
    completes,
    ...(family !== 'ifeval' && draft.judgeId !== null ? { judge: judgeOf(draft.judgeId, draft.judgeElsewhere) } : {}),
    ...(family === 'alpaca-eval' ? { bothOrders: draft.bothOrders } : {}),
  }));
}
