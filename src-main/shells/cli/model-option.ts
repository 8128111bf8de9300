import { resolve } from 'node:path';
import type { App } from '../../core/app.ts';
import { optionalText, type OptionValues } from './arguments.ts';

/**
 * `--model`: the id of a model in the library, or a .gguf file anywhere. Null when it is not given.
 *
 * @throws SarviError when the file is no sound model
 */
export async function modelOption(app: App, options: OptionValues): Promise<string | null> {
  const text = optionalText(options, 'model');
  if (text === undefined) return null;
  if (!/\.gguf$/i.test(text)) return text;
  return (await app.openGuest(resolve(text))).id;
}
