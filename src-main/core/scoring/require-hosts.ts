import { SarviError } from '#contract/errors';
import type { EngineModel } from '../engine/engine-model.ts';

/** @throws SarviError `remote-not-allowed` for a model whose server the user does not let read a text */
export function requireHosts(models: readonly EngineModel[], allowed: readonly string[]): void {
  for (const { id, name, remote } of models) {
    if (!remote || allowed.includes(remote.host)) continue;
    throw new SarviError('remote-not-allowed', { modelId: id, name, host: remote.host });
  }
}
