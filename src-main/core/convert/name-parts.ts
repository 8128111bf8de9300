/**
 * The parts of a model's hub name by llama.cpp's rules: `LumiOpen/Llama-Poro-2-8B-Instruct` has the organisation
 * LumiOpen, the base name Llama-Poro-2, the size 8B and the fine-tune Instruct.
 *
 * @see ggml-org/llama.cpp gguf-py/gguf/metadata.py (`get_model_id_components`)
 */
export interface NameParts {
  readonly name: string;
  readonly organization: string | null;
  readonly basename: string | null;
  readonly finetune: string | null;
  readonly version: string | null;
  readonly sizeLabel: string | null;
}

type Kind = 'basename' | 'size' | 'finetune' | 'version' | 'type';
interface Part {
  text: string;
  kinds: Set<Kind>;
}

const VERSION = /^(v|iter)?\d+([.]\d+)*$/i;
const TYPE = /^(i?q\d(_\w)*|b?fp?(16|32))$/i;
const SIZE = /^((a|\d+x)?\d+([._]\d+)?[kmbt]\d?|small|mini|medium|large|x?xl)$/i;
const FINETUNE = /^(chat|instruct|vision|lora)$/i;

/**
 * @param weightCount - of the whole model; a number far from it is a context length instead of a size. Negative for an
 *   adapter: the weights of the matrices that it changes; then only a number far below it is not a size
 */
export function parseModelName(id: string, weightCount: number): NameParts {
  const none = { organization: null, basename: null, finetune: null, version: null, sizeLabel: null };
  if (id.includes(' ')) return { name: id, ...none };
  const slash = id.indexOf('/');
  const owner = slash === -1 ? null : id.slice(0, slash);
  const organization = owner?.startsWith('.') ? null : owner;
  const name = id.slice(slash + 1);
  const parts: Part[] = name
    .split('-')
    .filter((text) => text !== '')
    .map((text, index) => describePart(text, index, weightCount));

  const sized = parts.filter(({ kinds }) => kinds.has('size'));
  if (sized.some(({ text }) => /\d/.test(text))) {
    for (const { text, kinds } of sized) if (/^\p{L}+$/u.test(text)) kinds.delete('size');
  }
  markBasename(parts);
  const joined = (wanted: Kind): string | null =>
    parts
      .filter(({ kinds }) => kinds.has(wanted))
      .map(({ text }) => text)
      .join('-') || null;
  const sizeLabel =
    [...new Set(parts.filter(({ kinds }) => kinds.has('size')).map(({ text }) => text))].join('-') || null;
  const finetune = joined('finetune');
  const version =
    parts
      .filter(({ kinds }) => kinds.has('version') && !kinds.has('basename'))
      .map(({ text }) => text)
      .join('-') || null;
  const vague = sizeLabel === null && finetune === null && version === null;
  return { name, organization, basename: vague ? null : joined('basename'), finetune, version, sizeLabel };
}

/**
 * A name as a title: `llama-poro-2` becomes "Llama Poro 2"; words with capitals, versions and numbers do not change.
 */
export function titleOf(name: string): string {
  return name
    .trim()
    .replaceAll('-', ' ')
    .split(/\s+/)
    .map((word) => (isLowerCase(word) && !/^(v\d+(?:\.\d+)*|\d.*)$/.test(word) ? capitalize(word) : word))
    .join(' ');
}

function describePart(text: string, index: number, weightCount: number): Part {
  if (VERSION.test(text)) return { text, kinds: new Set(['version']) };
  if (TYPE.test(text)) return { text: text.toUpperCase(), kinds: new Set(['type']) };
  if (index > 0 && SIZE.test(text)) return describeSize(text, weightCount);
  if (index === 0 || !FINETUNE.test(text)) return { text, kinds: new Set() };
  return { text, kinds: new Set([weightCount < 0 && /^lora$/i.test(text) ? 'type' : 'finetune']) };
}

function describeSize(given: string, weightCount: number): Part {
  let text = given.replaceAll('_', '.');
  // `7b1` means 7.1b.
  if (/\d$/.test(text)) text = `${text.slice(0, -2)}.${text.at(-1) ?? ''}${text.at(-2) ?? ''}`;
  if (/\d[kmbt]$/.test(text)) text = text.slice(0, -1) + text.slice(-1).toUpperCase();
  const power = ' KMBT'.indexOf(text.at(-1) ?? '');
  const number = /^\d+(\.\d+)?$/.test(text.slice(0, -1)) ? Number(text.slice(0, -1)) : NaN;
  const weights = number * 1000 ** power;
  const isFar =
    weightCount < 0
      ? weights < Math.floor(-weightCount / 8)
      : weightCount > 0 && Math.abs(weights - weightCount) > Math.floor((7 * weightCount) / 8);
  if (power >= 0 && isFar) {
    return { text: text.slice(0, -1) + text.slice(-1).toLowerCase(), kinds: new Set(['finetune']) };
  }
  return { text, kinds: new Set(['size']) };
}

/** The base name is the leading words and versions; a version at its end is the model's version instead. */
function markBasename(parts: Part[]): void {
  let atStart = true;
  for (const { text, kinds } of parts) {
    if (atStart && ((kinds.size === 0 && /^\p{L}/u.test(text)) || kinds.has('version'))) {
      kinds.add('basename');
    } else {
      atStart = false;
      if (kinds.size === 0) kinds.add('finetune');
    }
  }
  for (const { kinds } of parts.toReversed()) {
    if (!kinds.has('basename') || kinds.size === 1) break;
    kinds.delete('basename');
  }
}

function isLowerCase(word: string): boolean {
  return word === word.toLowerCase() && word !== word.toUpperCase();
}

/** Capitalizes every run of letters, as Python's `str.title` does. */
function capitalize(word: string): string {
  return word.replace(/\p{L}+/gu, (letters) => letters.charAt(0).toUpperCase() + letters.slice(1));
}
