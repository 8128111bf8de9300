import { readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { isObject, readJsonObject, readTextFile, type JsonObject } from './read-json.ts';

/** Jinja sources; a checkpoint may have several, for example one for tools. */
export interface ChatTemplates {
  readonly default: string | null;
  readonly named: ReadonlyMap<string, string>;
}

const MORE_FOLDER = 'additional_chat_templates';
const MAX_TEMPLATE_BYTES = 2 ** 20;
const MALFORMED = 'checkpoint-malformed-tokenizer';

/**
 * The chat templates of `tokenizer_config.json`; without them, those of `chat_template.jinja` and its folder of
 * additional ones; without these, that of `chat_template.json`. llama.cpp's converter uses the same order.
 *
 * @throws SarviError `checkpoint-malformed-tokenizer`
 */
export async function readChatTemplates(folder: string, tokenizerConfig: JsonObject | null): Promise<ChatTemplates> {
  if (tokenizerConfig === null) return { default: null, named: new Map() };
  if ('chat_template' in tokenizerConfig) return sort(tokenizerConfig['chat_template']);
  const main = await readTextFile(folder, 'chat_template.jinja', MALFORMED, MAX_TEMPLATE_BYTES);
  if (main === null) {
    const file = await readJsonObject(folder, 'chat_template.json', MALFORMED, MAX_TEMPLATE_BYTES);
    return sort(file?.['chat_template']);
  }
  const all = [{ name: 'default', template: main }];
  const names = await readdir(join(folder, MORE_FOLDER)).catch(() => []);
  for (const name of names.filter((one) => one.endsWith('.jinja')).sort()) {
    const template = await readTextFile(folder, `${MORE_FOLDER}/${name}`, MALFORMED, MAX_TEMPLATE_BYTES);
    if (template !== null) all.push({ name: parse(name).name, template });
  }
  return sort(all);
}

/** @param value - a template, or a list of `{ name, template }` */
function sort(value: unknown): ChatTemplates {
  const named = new Map<string, string>();
  if (typeof value === 'string') return { default: value || null, named };
  let main: string | null = null;
  for (const entry of Array.isArray(value) ? (value as unknown[]) : []) {
    if (!isObject(entry) || typeof entry['name'] !== 'string' || typeof entry['template'] !== 'string') continue;
    const name = entry['name'].replace(/[^A-Za-z0-9]/g, '_');
    if (name === 'default') main = entry['template'] || null;
    else if (name !== '' && entry['template'] !== '') named.set(name, entry['template']);
  }
  return { default: main, named };
}
