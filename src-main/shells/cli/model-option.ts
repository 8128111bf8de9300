import { because } from '#contract/reasons';
import { resolve } from 'node:path';
import type { App } from '../../core/app.ts';
import type { AdapterUse } from '../../core/engine/protocol.ts';
import { optionalText, type OptionValues } from './arguments.ts';
import { UsageError } from './usage.ts';

/** No adapter is useful above it; catches a typing error. */
const MOST_SCALE = 100;

export interface ChosenModel {
  /** Null leaves the choice to the app. */
  readonly id: string | null;
  /** The id is valid only until the app ends, so nothing may be stored under it. */
  readonly isGuest: boolean;
  /** The library's model that answers, with an adapter or without; null for a file. */
  readonly libraryId: string | null;
}

/**
 * `--model`: the id of a model in the library, or any .gguf file; with `--adapter` the default model when it is
 * missing.
 *
 * @throws SarviError when a file is no sound model or adapter; UsageError
 */
export async function modelOption(app: App, options: OptionValues): Promise<ChosenModel> {
  const adapter = adapterOption(options);
  const text = optionalText(options, 'model') ?? null;
  const isFile = text !== null && /\.gguf$/i.test(text);
  const id = isFile ? (await app.openGuest(resolve(text))).id : text;
  const libraryId = isFile ? null : (await app.useModel(id)).id;
  if (adapter === null) return { id, isGuest: isFile, libraryId };
  return { id: (await app.openAdapted(id, adapter)).id, isGuest: true, libraryId };
}

/** `--adapter FILE[:SCALE]`; the default scale is 1. */
function adapterOption(options: OptionValues): AdapterUse | null {
  const text = optionalText(options, 'adapter');
  if (text === undefined) return null;
  const [, path = text, given = '1'] = /^(.+):([^:\\/]*)$/.exec(text) ?? [];
  const scale = given.trim() === '' ? Number.NaN : Number(given);
  if (!(Math.abs(scale) <= MOST_SCALE)) {
    throw new UsageError(because('usage-scale', { least: -MOST_SCALE, most: MOST_SCALE }));
  }
  return { path: resolve(path), scale };
}
