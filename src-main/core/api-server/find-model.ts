import type { Model } from '#contract/models';
import type { Settings } from '#contract/settings';
import { DEFAULT_CONTEXT_TOKENS } from '#contract/context-window';
import { requireLicence } from '../chat/require-licence.ts';
import type { ResolvedModel } from '../models/resolved-model.ts';
import { ApiError } from './api-error.ts';

export interface ApiModels {
  list(): Promise<readonly Model[]>;
  /** @throws SarviError `no-model`, `model-unknown`, `model-file-missing`, `model-file-changed` */
  resolveModel(modelId: string | null): Promise<ResolvedModel>;
}

export interface FindModelParts {
  readonly models: ApiModels;
  readonly settings: () => Settings;
  /** @throws SarviError `model-does-not-fit` */
  readonly requireFit: (modelId: string, name: string) => Promise<void>;
}

/**
 * The model of a request, by its id or name; without one the user's default.
 *
 * @throws ApiError 404; SarviError `licence-not-accepted`, `model-does-not-fit`, `no-model`
 */
export async function findModel(
  { models, settings, requireFit }: FindModelParts,
  wanted: string | null | undefined,
): Promise<ResolvedModel> {
  const listed = await models.list();
  const isDefault = wanted === null || wanted === undefined || wanted === '';
  const found = isDefault ? null : (listed.find(({ id }) => id === wanted) ?? byName(listed, wanted));
  if (found === undefined) throw unknownModel();
  const model = await models.resolveModel(found?.id ?? null);
  requireLicence(model, settings());
  await requireFit(model.id, model.name);
  return model;
}

/** The form of OpenAI's list, with the window as vLLM tells it. */
export function modelEntry(
  { id, name, facts, addedAt }: Model,
  { contextTokens }: Pick<Settings, 'contextTokens'>,
): Record<string, unknown> {
  const most = Math.min(contextTokens[id] ?? DEFAULT_CONTEXT_TOKENS, facts.contextTokens || Infinity);
  return {
    id,
    object: 'model',
    created: Math.floor(addedAt / 1000),
    owned_by: 'sarvi',
    name,
    max_model_len: most,
  };
}

export function unknownModel(): ApiError {
  return new ApiError({
    status: 404,
    type: 'not_found_error',
    code: 'model_not_found',
    param: 'model',
    message: 'There is no such model in the library of Sarvi; /v1/models lists them.',
  });
}

/** Names are not unique in every case; then the newest is taken, as the library lists it first. */
function byName(models: readonly Model[], wanted: string): Model | undefined {
  return (
    models.find(({ name }) => name === wanted) ?? models.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())
  );
}
