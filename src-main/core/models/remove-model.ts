import { SarviError } from '#contract/errors';
import type { ModelId } from '#contract/primitives';
import type { Settings } from '#contract/settings';
import type { Engine } from '../engine/engine.ts';
import type { StateStore } from '../engine/states/state-store.ts';
import type { SettingsStore } from '../ports.ts';
import type { ModelLibrary } from './model-library.ts';

export interface RemovalParts {
  readonly models: Pick<ModelLibrary, 'resolveModel' | 'remove'>;
  readonly engine: Pick<Engine, 'usageOf' | 'unload'>;
  readonly states: Pick<StateStore, 'forgetModel'> | null;
  readonly settings: SettingsStore;
  readonly nameInConversations: (modelId: ModelId, name: string) => Promise<unknown>;
  readonly onSettings: (settings: Settings) => void;
}

/**
 * Removes a model with everything that is kept for it: its loaded copy, KV states, and its settings.
 *
 * @throws SarviError `model-in-use`, `model-unknown`, `write-failed`
 */
export async function removeModel(parts: RemovalParts, modelId: ModelId): Promise<void> {
  const { models, engine, states, settings } = parts;
  const model = await models.resolveModel(modelId).catch(() => null);
  const usage = engine.usageOf(modelId);
  if (usage === 'busy') throw new SarviError('model-in-use', { name: model?.name ?? modelId });
  if (usage === 'loaded') await engine.unload(modelId);
  // Old conversations without a model name get it while it is still known.
  if (model) await parts.nameInConversations(modelId, model.name);
  await models.remove(modelId);
  await states?.forgetModel(modelId);
  const change = withoutModel(settings.get(), modelId);
  if (change === null) return;
  settings.change(change);
  parts.onSettings(settings.get());
}

/** The changes of settings after a model is gone; null when they do not mention it. */
function withoutModel(settings: Settings, modelId: ModelId): Partial<Settings> | null {
  const { defaultModelId, draftModelId } = settings;
  const { [modelId]: window, ...contextTokens } = settings.contextTokens;
  const { [modelId]: preset, ...modelPresets } = settings.modelPresets;
  const isChosen = [defaultModelId, draftModelId].includes(modelId);
  if (!isChosen && window === undefined && preset === undefined) return null;
  const left = (id: ModelId | null): ModelId | null => (id === modelId ? null : id);
  return { defaultModelId: left(defaultModelId), draftModelId: left(draftModelId), contextTokens, modelPresets };
}
