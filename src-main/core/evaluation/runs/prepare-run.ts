import { createHash } from 'node:crypto';
import type { AdapterChoice, RequestedAdapters } from '#contract/adapters';
import type { KvCacheType } from '#contract/context-window';
import { SarviError } from '#contract/errors';
import type { EvaluatedModel, EvaluationConfiguration, EvaluationRequest, RequestedJudge } from '#contract/evaluations';
import type { Model } from '#contract/models';
import type { ModelId } from '#contract/primitives';
import type { EngineModel } from '../../engine/engine-model.ts';
import type { ResolvedModel } from '../../models/resolved-model.ts';
import { modelChecksum, type ModelFiles } from '../../models/verify-model.ts';
import type { EvaluationTask, TaskSample, TaskSet, TaskSurroundings } from '../task.ts';
import { loadModel, type AskingEngine } from './ask-model.ts';
import { configurationOf, requirePremises, templateIn, type ModelPremises } from './configuration.ts';
import { drawSamples } from './draw-samples.ts';
import { modelJudge } from './model-judge.ts';
import type { RunModels } from './run-at-work.ts';
import { taskOf } from './tasks.ts';

export interface PrepareParts {
  readonly engine: AskingEngine;
  readonly surroundings: TaskSurroundings;
  readonly models: {
    resolveModel(modelId: ModelId): Promise<ResolvedModel>;
    list(): Promise<readonly Model[]>;
    filesOf(modelId: ModelId): Promise<{ files: ModelFiles; checksum: string | null }>;
  };
  readonly adapters: {
    name(requested: RequestedAdapters): Promise<AdapterChoice[]>;
    resolve(
      modelPath: string,
      choices: readonly AdapterChoice[],
    ): Promise<readonly (AdapterChoice & { path: string })[]>;
  };
  /** @throws SarviError `licence-not-accepted` */
  readonly requireLicence: (model: ResolvedModel) => void;
  /** Rejects with `model-does-not-fit`. */
  readonly requireRoom: (model: ResolvedModel) => Promise<void>;
  readonly kvCacheType: () => KvCacheType;
  /** A model elsewhere; null for one of this computer. @throws SarviError `remote-unknown` for one that is gone */
  readonly remoteModel: (modelId: ModelId) => ResolvedModel | null;
}

/** So many answers a server judges at a time. */
const JUDGED_ELSEWHERE = 4;

/** A request with all that is known before a model is asked. */
export interface PreparedRun {
  readonly task: EvaluationTask;
  readonly set: TaskSet;
  readonly samples: readonly TaskSample[];
  readonly configuration: EvaluationConfiguration;
  readonly model: EngineModel;
}

/** @throws SarviError those of `evaluations.create` */
export async function prepareRun(parts: PrepareParts, request: EvaluationRequest): Promise<PreparedRun> {
  const task = taskOf(request.task);
  const { model, premises } = await findModel(parts, request.modelId, await parts.adapters.name(request.adapters));
  if (premises.template.kind === 'completion' && !request.completes) {
    throw new SarviError('template-missing', { name: model.name });
  }
  const { files, seed, bothOrders } = request;
  const set = await task.readSet({ files, seed, bothOrders }, parts.surroundings);
  const samples = drawSamples(set.samples, request.limit, seed);
  const judge = task.needsJudge ? await findJudge(parts, request.judge, task) : null;
  return { task, set, samples, model, configuration: configurationOf(request, task, set, samples, premises, judge) };
}

/** The models of a run that goes on. @throws SarviError `evaluation-changed`; those of `evaluations.create` */
export async function modelsOfRun(parts: PrepareParts, configuration: EvaluationConfiguration): Promise<RunModels> {
  const task = taskOf(configuration.task);
  const { model, resolved, premises } = await findModel(parts, configuration.model.id, configuration.adapters);
  const kept = configuration.judge;
  const judge = kept && (await findJudge(parts, requestOf(kept), task));
  requirePremises(configuration, premises, judge, task.version);
  const judging = kept && (parts.remoteModel(kept.id) ?? (await parts.models.resolveModel(kept.id)));
  return {
    model,
    judge: judging && modelJudge(parts.engine, judging),
    hasRoom: () => parts.requireRoom(resolved),
    readyJudge: async (signal) => {
      if (!judging) return 1;
      if (judging.remote) return JUDGED_ELSEWHERE;
      await parts.requireRoom(judging);
      return (await loadModel(parts.engine, judging, signal)).sequences;
    },
  };
}

async function findModel(
  parts: PrepareParts,
  modelId: ModelId,
  adapters: readonly AdapterChoice[],
): Promise<{ model: EngineModel; resolved: ResolvedModel; premises: ModelPremises }> {
  const resolved = await parts.models.resolveModel(modelId);
  parts.requireLicence(resolved);
  const found = adapters.length === 0 ? [] : await parts.adapters.resolve(resolved.path, adapters);
  const { id, name, path, contextTokens } = resolved;
  const used = found.map((adapter) => ({ path: adapter.path, scale: adapter.scale }));
  return {
    model: { id, name, path, contextTokens, ...(used.length === 0 ? {} : { adapters: used }) },
    resolved,
    premises: {
      model: await describeModel(parts, resolved),
      adapters: found.map((adapter) => ({ adapterId: adapter.adapterId, name: adapter.name, scale: adapter.scale })),
      template: await templateIn(path),
      kvCacheType: parts.kvCacheType(),
    },
  };
}

async function findJudge(
  parts: PrepareParts,
  requested: RequestedJudge | null,
  { name: task }: EvaluationTask,
): Promise<EvaluationConfiguration['judge']> {
  if (requested === null) throw new SarviError('judge-missing', { task });
  if (requested.kind === 'remote') return describeRemote(parts.remoteModel(requested.modelId), requested);
  const resolved = await parts.models.resolveModel(requested.modelId);
  parts.requireLicence(resolved);
  return { kind: 'model', ...(await describeModel(parts, resolved)) };
}

/** @throws SarviError `remote-unknown`; `remote-not-allowed` when it runs elsewhere than the user has allowed */
function describeRemote(
  found: ResolvedModel | null,
  { modelId, host }: { modelId: ModelId; host: string },
): EvaluationConfiguration['judge'] {
  if (!found?.remote) throw new SarviError('remote-unknown', { name: modelId });
  const { name, remote } = found;
  if (remote.host !== host) throw new SarviError('remote-not-allowed', { modelId, name, host: remote.host });
  const checksum = createHash('sha256').update(`${host}\n${name}`).digest('hex');
  return { kind: 'remote', id: modelId, name, fileType: remote.backend, sizeBytes: 0, checksum, host };
}

function requestOf(judge: NonNullable<EvaluationConfiguration['judge']>): RequestedJudge {
  const { id: modelId } = judge;
  return judge.kind === 'remote' ? { kind: 'remote', modelId, host: judge.host } : { kind: 'model', modelId };
}

/** Models of earlier versions have no checksum: their file is read. */
async function describeModel({ models }: PrepareParts, { id, name }: ResolvedModel): Promise<EvaluatedModel> {
  const { files, checksum } = await models.filesOf(id);
  const facts = (await models.list()).find((one) => one.id === id)?.facts;
  return {
    ...{ id, name },
    fileType: facts?.fileType ?? '',
    sizeBytes: facts?.sizeBytes ?? 0,
    checksum: checksum ?? (await modelChecksum(files)),
  };
}
