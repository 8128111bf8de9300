import { SarviError } from '#contract/errors';
import type { Settings } from '#contract/settings';
import type { EngineModel } from '../engine/engine-model.ts';
import type { SpeculationUse } from '../engine/protocol.ts';
import type { ModelLibrary } from './model-library.ts';

/** What guesses the next tokens for `model`. A draft model that is missing, or is the model itself, guesses nothing. */
export async function speculationFor(
  model: Pick<EngineModel, 'path'>,
  { speculation, draftModelId }: Pick<Settings, 'speculation' | 'draftModelId'>,
  models: Pick<ModelLibrary, 'resolveModel'>,
): Promise<SpeculationUse> {
  if (speculation !== 'draft') return { kind: speculation };
  if (draftModelId === null) return { kind: 'off' };
  try {
    const { path } = await models.resolveModel(draftModelId);
    return path === model.path ? { kind: 'off' } : { kind: 'draft', path };
  } catch (error) {
    if (error instanceof SarviError) return { kind: 'off' };
    throw error;
  }
}
