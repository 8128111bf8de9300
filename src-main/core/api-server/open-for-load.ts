import type { EngineModel } from '../engine/engine-model.ts';
import type { EndpointParts } from './endpoint-parts.ts';
import type { Exchange } from './exchange.ts';

/**
 * Sends the headers of a stream at once where the model has to be loaded first, which may take minutes; comments keep
 * the connection alive meanwhile. Call this when everything that is known without the model is settled.
 */
export function openForLoad(
  engine: Pick<EndpointParts['engine'], 'usageOf'>,
  { stream }: Pick<Exchange, 'stream'>,
  { id }: Pick<EngineModel, 'id'>,
): void {
  if (engine.usageOf(id) === 'none') stream.open();
}
