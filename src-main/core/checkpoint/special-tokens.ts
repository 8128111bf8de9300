/**
 * Which tokens begin and end a text, and whether they are added to it. This follows llama.cpp's converter step by step,
 * even where it is odd, because llama.cpp's own files behave in this way.
 *
 * @see ggml-org/llama.cpp gguf-py/gguf/vocab.py (`SpecialVocab`)
 */
import { tokenText, type AddedToken } from './added-tokens.ts';
import { isObject, type JsonObject } from './read-json.ts';

export interface SpecialTokens {
  /** By short name: `bos`, `eos`, `pad`, ... */
  readonly ids: ReadonlyMap<string, number>;
  /** Whether this token is added to a text: `bos`, `eos`, `sep`. */
  readonly adds: ReadonlyMap<string, boolean>;
}

const KINDS = ['bos', 'eos', 'unk', 'sep', 'pad', 'cls', 'mask'];

/**
 * @param tokenizer - tokenizer.json, if it exists
 * @param added - of tokenizer.json; only these give an id to a name of `tokenizerConfig`
 * @param configIds - of config.json; used if `tokenizerConfig` names no known token
 */
export function parseSpecialTokens(
  tokenizer: JsonObject | null,
  tokenizerConfig: JsonObject | null,
  added: readonly AddedToken[],
  configIds: ReadonlyMap<string, number>,
): SpecialTokens {
  const kinds = [...KINDS];
  const adds = new Map<string, boolean>();
  const named = tokenizerConfig === null ? null : { ...tokenizerConfig };
  if (named && tokenizer) {
    named['bos_token'] ||= named['cls_token'];
    named['eos_token'] ||= named['sep_token'];
  }
  for (const template of templates(tokenizer?.['post_processor'])) {
    followTemplate(template, named, kinds, adds);
  }

  const ids = new Map<string, number>();
  for (const kind of named ? kinds : []) {
    const add = named?.[`add_${kind}_token`];
    if (typeof add === 'boolean') adds.set(kind, add);
    const content = tokenText(named?.[`${kind}_token`]);
    const id = content === null ? undefined : added.find((token) => token.content === content)?.id;
    if (id !== undefined) ids.set(kind, id);
  }
  for (const kind of kinds) {
    const id = configIds.get(kind);
    if (id !== undefined && !ids.has(kind)) ids.set(kind, id);
  }
  return { ids, adds };
}

function templates(postProcessor: unknown): JsonObject[] {
  if (!isObject(postProcessor)) return [];
  const all: unknown = postProcessor['processors'] ?? [postProcessor];
  if (!Array.isArray(all)) return [];
  return (all as unknown[]).filter(isObject).filter((one) => one['type'] === 'TemplateProcessing');
}

/** Changes `named`, `kinds` and `adds` according to what the template adds around one text, and between two. */
function followTemplate(
  template: JsonObject,
  named: Record<string, unknown> | null,
  kinds: string[],
  adds: Map<string, boolean>,
): void {
  const single = parts(template['single']);
  // The converter ignores a token field that is an object, and so does this.
  const text = (field: string): unknown => named?.[field];
  const first = single.length > 1 ? specialId(single[0]) : null;
  const last = single.length > 1 ? specialId(single.at(-1)) : null;
  if (first !== null) {
    if (named && first !== text('bos_token') && first !== text('cls_token')) {
      named['bos_token'] ||= first;
      named['cls_token'] ||= first;
    }
    adds.set('bos', named === null || first === text('bos_token') || first === text('cls_token'));
  }
  if (last !== null) {
    if (named && last !== text('eos_token')) {
      const kind = ['eot', 'eom'].find((one) => !kinds.includes(one));
      if (kind !== undefined) {
        kinds.push(kind);
        named[`${kind}_token`] = named['eos_token'];
      }
      named['eos_token'] = last;
    }
    adds.set('eos', named === null || last === text('eos_token'));
  }

  const pair = parts(template['pair']);
  const start = first !== null && specialId(pair[0]) === first ? 1 : 0;
  const end = last !== null && specialId(pair.at(-1)) === last ? -1 : pair.length;
  const inner = pair.slice(start, end);
  if (sequenceId(inner[0]) !== 'A' || sequenceId(inner.at(-1)) !== 'B') return;
  const between = inner.slice(1, -1);
  if (between.length === 0) return;
  const separators = [text('sep_token'), text('eos_token')];
  const head = specialId(between[0]);
  const second = between.length === 2 ? specialId(between[1]) : null;
  const add =
    (head !== null && separators.includes(head) && last === null) || (second !== null && separators.includes(second));
  adds.set('sep', add);
  if (add && named) named['sep_token'] ||= named['eos_token'];
}

function parts(value: unknown): JsonObject[] {
  return Array.isArray(value) ? (value as unknown[]).filter(isObject) : [];
}

function specialId(part: JsonObject | undefined): string | null {
  const special = part?.['SpecialToken'];
  return isObject(special) && typeof special['id'] === 'string' && special['id'] !== '' ? special['id'] : null;
}

function sequenceId(part: JsonObject | undefined): unknown {
  const sequence = part?.['Sequence'];
  return isObject(sequence) ? sequence['id'] : undefined;
}
