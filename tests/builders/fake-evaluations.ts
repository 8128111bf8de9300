/** Answers of a core that has measured models, for tests of the page and for the gallery. */
import type { CallOutput } from '#contract/contract';
import { SarviError } from '#contract/errors';
import type {
  EvaluationAnswer,
  EvaluationRun,
  EvaluationSample,
  Judgement,
  MeasuredMetric,
  PairedRuns,
} from '#contract/evaluations';
import type { Model } from '#contract/models';
import { buildConversation } from './contract-values.ts';
import type { FakeCore } from './fake-core/fake-core.ts';

const CREATED = Date.UTC(2026, 10, 28, 9, 0);

export function buildMetric(fields: Partial<MeasuredMetric> = {}): MeasuredMetric {
  return {
    name: 'prompt_level_loose_acc',
    value: 0.625,
    unit: 'share',
    standardError: 0.0477,
    errorBy: 'reference',
    samples: 104,
    interval: { low: 0.529, high: 0.712, by: 'wilson' },
    ...fields,
  };
}

/** IFEval's four figures. */
export function buildIfevalMetrics(strict: number, loose: number): MeasuredMetric[] {
  const interval = (value: number): MeasuredMetric['interval'] => ({
    low: value - 0.09,
    high: value + 0.08,
    by: 'wilson',
  });
  return [
    buildMetric({ name: 'prompt_level_strict_acc', value: strict, interval: interval(strict) }),
    buildMetric({
      name: 'inst_level_strict_acc',
      value: strict + 0.05,
      errorBy: 'bootstrap',
      interval: { low: strict - 0.02, high: strict + 0.12, by: 'wilson' },
    }),
    buildMetric({ name: 'prompt_level_loose_acc', value: loose, interval: interval(loose) }),
    buildMetric({
      name: 'inst_level_loose_acc',
      value: loose + 0.05,
      errorBy: 'bootstrap',
      interval: { low: loose - 0.02, high: loose + 0.12, by: 'wilson' },
    }),
  ];
}

type RunFields = Partial<Omit<EvaluationRun, 'configuration'>> & {
  readonly configuration?: Partial<EvaluationRun['configuration']>;
};

export function buildRun(
  { id, name, facts }: Pick<Model, 'id' | 'name' | 'facts'>,
  fields: RunFields = {},
): EvaluationRun {
  const task = fields.configuration?.task ?? 'ifeval-fi';
  return {
    id: `${task}-${id}`,
    createdAt: CREATED,
    sessions: [
      {
        startedAt: CREATED,
        versions: { sarvi: '0.1.0', node: '24.21.0' },
        backend: 'CPU',
        llamaCpp: 'b9999',
        threads: 8,
        gpuLayers: 0,
        contextTokens: 4096,
        parallel: 2,
      },
    ],
    state: 'finished',
    phase: null,
    waits: false,
    total: 104,
    answered: 104,
    judged: 104,
    failures: [],
    secondsLeft: null,
    tokensPerSecond: null,
    error: null,
    metrics: buildIfevalMetrics(0.575, 0.625),
    ...fields,
    configuration: {
      digest: 'd'.repeat(64),
      model: { id, name, fileType: facts.fileType, sizeBytes: facts.sizeBytes, checksum: 'c'.repeat(64) },
      adapters: [],
      task,
      taskVersion: '4.0',
      data: { name: `sarvi-${task.slice(-2)}`, isOwn: true, sha256: 'a'.repeat(64), rows: 104, faults: 0 },
      seed: 1,
      limit: null,
      samples: 104,
      samplings: [{ temperature: 0, maxTokens: 1280 }],
      template: { kind: 'chat', sha256: 'b'.repeat(64), dateString: '26 Jul 2024' },
      kvCacheType: 'f16',
      judge: null,
      settings: { sentences: 'sarvi', languages: 'eld 2.1.0 (large)', punktFolder: null },
      ...fields.configuration,
    },
  };
}

export function buildAnswer(text: string, fields: Partial<EvaluationAnswer> = {}): EvaluationAnswer {
  return {
    text,
    thinking: '',
    stopReason: 'end-of-generation',
    seed: 7,
    promptTokens: 60,
    generatedTokens: 40,
    promptMs: 120,
    generationMs: 900,
    ...fields,
  };
}

export function buildSample(fields: Partial<EvaluationSample> = {}): EvaluationSample {
  return {
    key: '1',
    category: null,
    turns: ['Kirjoita runo ensilumesta. Älä käytä pilkkuja.'],
    doc: {},
    answers: [],
    judgement: null,
    failure: null,
    ...fields,
  };
}

type Instruction = Extract<Judgement, { kind: 'instructions' }>['instructions'][number];

export function buildInstruction(fields: Partial<Instruction> = {}): Instruction {
  return { id: 'punctuation:no_comma', kwargs: {}, strict: true, loose: true, found: 0, drawn: [], ...fields };
}

export interface FakeEvaluations {
  readonly runs?: readonly EvaluationRun[];
  /** By the run's id. */
  readonly samples?: Readonly<Record<string, readonly EvaluationSample[]>>;
  readonly paired?: PairedRuns;
  readonly estimate?: Partial<CallOutput<'evaluations.estimate'>>;
}

export function fakeEvaluations(seed: FakeEvaluations): NonNullable<FakeCore['more']> {
  let runs = [...(seed.runs ?? [])];
  const find = (evaluationId: string): EvaluationRun => {
    const run = runs.find(({ id }) => id === evaluationId);
    if (!run) throw new SarviError('evaluation-unknown');
    return run;
  };
  const put = (run: EvaluationRun): EvaluationRun => {
    runs = [run, ...runs.filter(({ id }) => id !== run.id)];
    return run;
  };
  return (others) => ({
    'evaluations.list': () => runs,
    'evaluations.open': ({ evaluationId }) => find(evaluationId),
    'evaluations.estimate': ({ limit, measures }) => ({
      rows: 104,
      samples: limit ?? 104,
      faults: [],
      faultCount: 0,
      seconds: measures ? { usual: 7200, most: 21_600 } : null,
      tokensPerSecond: measures ? 8.2 : null,
      speedFrom: measures ? ('probe' as const) : null,
      halfWidth: 0.98 / Math.sqrt(limit ?? 104),
      hasTemplate: true,
      needsJudge: false,
      ...seed.estimate,
    }),
    'evaluations.create': ({ modelId, task, limit }) => {
      const model = others['models.list']?.({}).find(({ id }) => id === modelId);
      if (!model) throw new SarviError('model-unknown', { modelId });
      const counts = { state: 'paused', answered: 0, judged: 0, metrics: [], total: limit ?? 104 } as const;
      return put(buildRun(model, { ...counts, metrics: [], configuration: { task, limit: limit ?? null } }));
    },
    'evaluations.start': ({ evaluationId }) =>
      put({ ...find(evaluationId), state: 'running', phase: 'answering', secondsLeft: 5400, tokensPerSecond: 8.2 }),
    'evaluations.pause': ({ evaluationId }) => put({ ...find(evaluationId), state: 'paused', secondsLeft: null }),
    'evaluations.remove': ({ evaluationId }) => {
      runs = runs.filter(({ id }) => id !== evaluationId);
      return null;
    },
    'evaluations.samples': ({ evaluationId, otherId, filter, offset = 0, limit }) => {
      const theirs = new Map((seed.samples?.[otherId ?? ''] ?? []).map((sample) => [sample.key, sample]));
      const all = (seed.samples?.[evaluationId] ?? [])
        .map((own) => ({ own, other: theirs.get(own.key) ?? null }))
        .filter(({ own, other }) => {
          if (filter === 'failed') return !isPassed(own);
          return filter === 'differs' ? other !== null && isPassed(own) !== isPassed(other) : true;
        });
      return { samples: all.slice(offset, offset + limit), total: all.length };
    },
    'evaluations.compare': () => seed.paired ?? { samples: 0, verdicts: null, means: null },
    'evaluations.openSample': () => buildConversation({ id: 'of-sample' }),
    'evaluations.exportPiece': ({ cursor = 0 }) => ({
      text: `piece ${cursor}\n`,
      nextCursor: cursor < 1 ? cursor + 1 : null,
    }),
    'evaluations.export': () => ({ sizeBytes: 100 }),
  });
}

function isPassed({ judgement }: EvaluationSample): boolean {
  return judgement?.kind === 'instructions' && judgement.instructions.every(({ strict }) => strict);
}
