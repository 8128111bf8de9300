import { basename } from 'node:path';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { EngineModel } from './engine-model.ts';

/** Whether the engine process ended during the request. */
export function isCrash(thrown: unknown): boolean {
  return thrown instanceof SarviError && thrown.code === 'engine-crashed';
}

export function reasonOf(thrown: unknown): string {
  return String(SarviError.from(thrown).details['reason'] ?? '');
}

/** A process that ended during a load is reported as a model that could not be loaded. */
export function loadFailure(model: EngineModel, thrown: unknown): SarviError {
  const error = SarviError.from(thrown);
  if (error.code !== 'engine-crashed') return error;
  const reason = because('ended-while-loading', { cause: error.details['reason'] ?? '' });
  return new SarviError('model-load-failed', { name: basename(model.path), reason }, { cause: error });
}
