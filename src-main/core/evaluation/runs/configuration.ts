import { createHash } from 'node:crypto';
import type { AdapterChoice } from '#contract/adapters';
import type { KvCacheType } from '#contract/context-window';
import { SarviError } from '#contract/errors';
import type {
  EvaluatedModel,
  EvaluationConfiguration,
  EvaluationRequest,
  EvaluationSession,
} from '#contract/evaluations';
import { because, type ReasonCode } from '#contract/reasons';
import { metadataText } from '../../gguf/metadata.ts';
import { readGgufParts } from '../../gguf/read-gguf-parts.ts';
import type { EvaluationTask, TaskSample, TaskSet } from '../task.ts';

/** What of a model a configuration records, apart from the model's file itself. */
export interface ModelPremises {
  readonly model: EvaluatedModel;
  readonly adapters: readonly AdapterChoice[];
  readonly template: EvaluationConfiguration['template'];
  readonly kvCacheType: KvCacheType;
}

export type Template = EvaluationConfiguration['template'];
type Judge = EvaluationConfiguration['judge'];

/** The template in a model's file. @throws SarviError those of `readGgufParts` */
export async function templateIn(path: string): Promise<Template> {
  const { metadata } = await readGgufParts(path);
  const text = metadataText(metadata, 'tokenizer.chat_template');
  if (text === null) return { kind: 'completion', sha256: null, dateString: null };
  return { kind: 'chat', sha256: sha256(text), dateString: dateIn(text) };
}

export function configurationOf(
  request: Pick<EvaluationRequest, 'seed' | 'limit'>,
  task: EvaluationTask,
  set: TaskSet,
  samples: readonly TaskSample[],
  { model, adapters, template, kvCacheType }: ModelPremises,
  judge: Judge,
): EvaluationConfiguration {
  const isPart = samples.length < set.samples.length;
  const samplings = [...new Set(samples.map(({ sampling }) => JSON.stringify(sampling)))];
  const configuration = {
    model,
    adapters: [...adapters],
    task: task.name,
    taskVersion: task.version,
    data: { ...set.data, rows: set.samples.length, faults: set.faults.length },
    seed: request.seed,
    limit: isPart ? request.limit : null,
    samples: samples.length,
    samplings: samplings.map((sampling) => JSON.parse(sampling) as TaskSample['sampling']),
    template,
    kvCacheType,
    judge,
    settings: { ...set.settings },
  };
  return { digest: digestOf(configuration), ...configuration };
}

/** Ids and names say nothing about the measurement. */
function digestOf({ model, judge, adapters, data, ...others }: Omit<EvaluationConfiguration, 'digest'>): string {
  const parts = {
    ...others,
    model: model.checksum,
    judge: judge?.checksum ?? null,
    adapters: adapters.map(({ adapterId, scale }) => [adapterId, scale]),
    data: data.sha256,
  };
  return sha256(JSON.stringify(parts));
}

/** @throws SarviError `evaluation-changed` when a run cannot go on with what there is now */
export function requirePremises(
  kept: EvaluationConfiguration,
  { model, adapters, template, kvCacheType }: ModelPremises,
  judge: Judge,
  taskVersion: string,
): void {
  requireSame('premise-rules', kept.taskVersion, taskVersion);
  requireSame('premise-model', kept.model.checksum, model.checksum);
  requireSame('premise-template', kept.template.sha256 ?? '–', template.sha256 ?? '–');
  if (idsOf(kept.adapters) !== idsOf(adapters)) {
    requireSame('premise-adapters', namesOf(kept.adapters), namesOf(adapters));
  }
  requireSame('premise-cache', kept.kvCacheType, kvCacheType);
  requireSame('premise-judge', kept.judge?.checksum ?? '–', judge?.checksum ?? '–');
}

/** @throws SarviError `evaluation-changed` when another engine would answer the rest of a run */
export function requireEngine(first: EvaluationSession, now: EvaluationSession): void {
  requireSame('premise-backend', first.backend, now.backend);
  requireSame('premise-engine', first.llamaCpp, now.llamaCpp);
  requireSame('premise-window', String(first.contextTokens), String(now.contextTokens));
}

function requireSame(what: ReasonCode & `premise-${string}`, expected: string, found: string): void {
  if (expected === found) return;
  throw new SarviError('evaluation-changed', {
    reason: because('premise-changed', { what, expected: short(expected), found: short(found) }),
  });
}

/** The beginning of a digest tells it from another one. */
function short(text: string): string {
  return /^[0-9a-f]{64}$/.test(text) ? `${text.slice(0, 12)}…` : text;
}

function idsOf(adapters: readonly AdapterChoice[]): string {
  return adapters.map(({ adapterId, scale }) => `${adapterId} ${scale}`).join();
}

function namesOf(adapters: readonly AdapterChoice[]): string {
  return adapters.map(({ name, scale }) => `${name} × ${scale}`).join(', ') || '–';
}

/** The date that a template of Llama 3.1's kind writes when it is given none. */
function dateIn(template: string): string | null {
  return /set\s+date_string\s*=\s*["']([^"']+)["']/.exec(template)?.[1] ?? null;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
