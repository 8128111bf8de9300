import { resolve } from 'node:path';
import type { App } from '../../core/app.ts';
import type { AdapterUse } from '../../core/engine/protocol.ts';
import { optionalText, type OptionValues } from './arguments.ts';
import { UsageError } from './usage.ts';

/** Beyond it no adapter makes sense; a slip of the keyboard stops here. */
const MOST_SCALE = 100;

/**
 * `--model`: the id of a model in the library, or a .gguf file anywhere; with `--adapter` the default model when it is
 * not given. Null when neither is.
 *
 * @throws SarviError when a file is no sound model or adapter; UsageError
 */
export async function modelOption(app: App, options: OptionValues): Promise<string | null> {
  const adapter = adapterOption(options);
  const text = optionalText(options, 'model') ?? null;
  const modelId = text !== null && /\.gguf$/i.test(text) ? (await app.openGuest(resolve(text))).id : text;
  return adapter === null ? modelId : (await app.openAdapted(modelId, adapter)).id;
}

/** `--adapter FILE[:SCALE]`; the scale is 1 when it is not given. */
function adapterOption(options: OptionValues): AdapterUse | null {
  const text = optionalText(options, 'adapter');
  if (text === undefined) return null;
  const [, path = text, given = '1'] = /^(.+):([^:\\/]*)$/.exec(text) ?? [];
  const scale = given.trim() === '' ? Number.NaN : Number(given);
  if (!(Math.abs(scale) <= MOST_SCALE)) {
    throw new UsageError(`the scale of --adapter is a number from -${MOST_SCALE} to ${MOST_SCALE}`);
  }
  return { path: resolve(path), scale };
}
