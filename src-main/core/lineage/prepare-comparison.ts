import { createHash } from 'node:crypto';
import type { AdapterChoice, RequestedAdapters } from '#contract/adapters';
import type { HandlerInput } from '#contract/contract';
import { SarviError } from '#contract/errors';
import type { ParentComparisonConfiguration } from '#contract/parent-comparisons';
import type { Model } from '#contract/models';
import type { ModelId } from '#contract/primitives';
import { because, type ReasonCode } from '#contract/reasons';
import type { EngineModel } from '../engine/engine-model.ts';
import { templateIn } from '../evaluation/runs/configuration.ts';
import type { AskHistory } from '../history/protocol.ts';
import type { ResolvedAdapter } from '../models/adapter-uses.ts';
import { requireSameShape } from '../models/find-parent.ts';
import type { ResolvedModel } from '../models/resolved-model.ts';
import { modelChecksum, type ModelFiles } from '../models/verify-model.ts';
import type { ComparedModels } from './comparison-at-work.ts';
import type { HeldOutRow } from './held-out-row.ts';
import { readHeldOut } from './read-held-out.ts';

export interface PrepareComparisonParts {
  readonly history: { readonly ask: AskHistory<'openVersion'> };
  readonly models: {
    list(): Promise<readonly Model[]>;
    filesOf(modelId: ModelId): Promise<{ files: ModelFiles; checksum: string | null }>;
  };
  /** @throws SarviError `licence-not-accepted` besides those of a model that is named */
  readonly resolveModel: (modelId: ModelId) => Promise<ResolvedModel>;
  readonly adapters: {
    name(requested: RequestedAdapters): Promise<AdapterChoice[]>;
    resolve(modelPath: string, choices: readonly AdapterChoice[]): Promise<ResolvedAdapter[]>;
  };
}

type Request = HandlerInput<'lineage.compare'>;
type Configuration = ParentComparisonConfiguration;

/**
 * All that a comparison depends on, and its rows.
 *
 * @throws SarviError `quantizations-differ`, `shapes-differ`, `vocabularies-differ`, `held-out-refused`, and those of
 *   models, adapters and data that are named
 */
export async function prepareComparison(
  parts: PrepareComparisonParts,
  { child, parentId, source, beta, differentTypes, withIfeval }: Request,
): Promise<{ configuration: Configuration; rows: readonly HeldOutRow[] }> {
  const parent = await describe(parts, parentId);
  const own = child.kind === 'adapter' ? parent : await describe(parts, child.modelId);
  const { adapterId, scale } = child.kind === 'adapter' ? child : { adapterId: null, scale: 1 };
  const [adapter = null] = adapterId === null ? [] : await parts.adapters.name([{ adapterId, scale }]);
  if (adapter !== null) await parts.adapters.resolve(parent.model.path, [adapter]);
  requireSameShape(own.listed, parent.listed);
  requireSameVocabulary(own.listed, parent.listed);
  if (own.compared.fileType !== parent.compared.fileType && !differentTypes) {
    throw new SarviError('quantizations-differ', {
      name: own.model.name,
      found: own.compared.fileType,
      other: parent.model.name,
      otherFound: parent.compared.fileType,
    });
  }
  const held = await readHeldOut(source, parts.history);
  const templates = [await templateIn(own.model.path), await templateIn(parent.model.path)];
  const parameters = {
    child: { ...own.compared, adapter },
    parent: parent.compared,
    data: {
      ...{ name: held.name, version: held.version, kind: held.kind, sha256: held.sha256 },
      ...{ rows: held.rows.length, unreadable: held.unreadable },
    },
    beta: beta ?? null,
    templateSha256: templates.find(({ sha256 }) => sha256 !== null)?.sha256 ?? null,
    withIfeval,
  };
  return { configuration: { digest: digestOf(parameters), ...parameters }, rows: held.rows };
}

/** The models of a comparison that goes on. @throws SarviError `evaluation-changed`, and those of models and adapters */
export async function comparedModels(
  parts: PrepareComparisonParts,
  { child, parent }: Configuration,
): Promise<ComparedModels> {
  const [own, other] = [await describe(parts, child.modelId), await describe(parts, parent.modelId)];
  requireSame('premise-child', child.checksum, own.compared.checksum);
  requireSame('premise-parent', parent.checksum, other.compared.checksum);
  const adapters = child.adapter === null ? [] : await parts.adapters.resolve(own.model.path, [child.adapter]);
  const uses = adapters.map(({ path, scale }) => ({ path, scale }));
  return {
    child: { ...engineModel(own), ...(uses.length === 0 ? {} : { adapters: uses }) },
    parent: engineModel(other),
  };
}

type ModelOfLibrary = Pick<Model, 'name' | 'facts'>;

interface Described {
  readonly model: ResolvedModel;
  readonly listed: ModelOfLibrary;
  readonly compared: Configuration['parent'];
}

function engineModel({ model: { id, name, path }, listed }: Described): EngineModel {
  return { id, name, path, contextTokens: listed.facts.contextTokens };
}

/** Models of earlier versions have no checksum: their file is read. */
async function describe(parts: PrepareComparisonParts, modelId: ModelId): Promise<Described> {
  const model = await parts.resolveModel(modelId);
  const { files, checksum } = await parts.models.filesOf(modelId);
  const listed = (await parts.models.list()).find(({ id }) => id === modelId);
  if (!listed) throw new SarviError('model-unknown', { model: modelId });
  return {
    model,
    listed,
    compared: {
      modelId,
      name: model.name,
      fileType: listed.facts.fileType,
      checksum: checksum ?? (await modelChecksum(files)),
    },
  };
}

/** The same token ids have to be the same texts. @throws SarviError `vocabularies-differ` */
function requireSameVocabulary(child: ModelOfLibrary, parent: ModelOfLibrary): void {
  const [found, otherFound] = [child, parent].map(({ facts }) => String(facts.vocabularySize));
  if (found === undefined || otherFound === undefined || found === otherFound) return;
  throw new SarviError('vocabularies-differ', { name: child.name, other: parent.name, found, otherFound });
}

function requireSame(what: ReasonCode & `premise-${string}`, expected: string, found: string): void {
  if (expected === found) return;
  const short = (digest: string): string => `${digest.slice(0, 12)}…`;
  throw new SarviError('evaluation-changed', {
    reason: because('premise-changed', { what, expected: short(expected), found: short(found) }),
  });
}

/** Ids and names say nothing about the figures. */
function digestOf({ child, parent, data, ...others }: Omit<Configuration, 'digest'>): string {
  const { adapter } = child;
  const parts = {
    ...others,
    child: [child.checksum, adapter && [adapter.adapterId, adapter.scale]],
    parent: parent.checksum,
    data: data.sha256,
  };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
