import { readTextFile } from './read-json.ts';

/** The top-level fields of a model card that are one text or a list of texts. */
export type ModelCard = ReadonlyMap<string, string | readonly string[]>;

const MAX_CARD_BYTES = 4 * 2 ** 20;

/** Reads the front matter of `README.md`; empty when there is none. */
export async function readModelCard(folder: string): Promise<ModelCard> {
  return parseModelCard((await readTextFile(folder, 'README.md', 'path-unreadable', MAX_CARD_BYTES)) ?? '');
}

/** The text of a field; the items of a list are joined with commas. */
export function cardText(card: ModelCard, key: string): string | null {
  const value = card.get(key);
  if (value === undefined) return null;
  return typeof value === 'string' ? value : value.join(',');
}

/**
 * The part of YAML that model cards use for these fields: `key: text`, `key: [a, b]`, and a key followed by `- item`
 * lines. Nested mappings and block texts are skipped.
 */
export function parseModelCard(markdown: string): ModelCard {
  const lines = markdown.split(/\r?\n/);
  const end = lines.indexOf('---', 1);
  if (lines[0] !== '---') return new Map();
  const card = new Map<string, string | readonly string[]>();
  let list: { key: string; items: string[]; indent: number } | null = null;
  for (const line of lines.slice(1, end === -1 ? undefined : end)) {
    const item = /^(\s*)-\s+(.*)$/.exec(line);
    if (item && list) {
      const [, indent = '', text = ''] = item;
      if (list.indent === -1) list.indent = indent.length;
      const value = indent.length === list.indent ? scalar(text) : null;
      // A list with a mapping as an item is not a list of texts.
      if (value !== null && !/^[\w-]+:(\s|$)/.test(text)) list.items.push(value);
      card.set(list.key, list.items);
      continue;
    }
    const field = /^([\w-]+):(?:\s+(.*))?$/.exec(line);
    if (!field) {
      if (line.trim() !== '' && !line.startsWith(' ')) list = null;
      continue;
    }
    const [, key = '', text = ''] = field;
    const flow = /^\[(.*)\]\s*(#.*)?$/.exec(text.trim());
    list = null;
    if (flow) {
      const items = (flow[1] ?? '').split(',').map(scalar);
      card.set(
        key,
        items.filter((value) => value !== null),
      );
    } else if (text.trim() === '') {
      list = { key, items: [], indent: -1 };
    } else {
      const value = scalar(text);
      if (value !== null) card.set(key, value);
    }
  }
  for (const [key, value] of card) if (value.length === 0) card.delete(key);
  return card;
}

/** Null for an empty text, the mark of a block text, or an inline mapping. */
function scalar(text: string): string | null {
  const trimmed = text.trim();
  const quoted = /^"((?:[^"\\]|\\.)*)"|^'((?:[^']|'')*)'/.exec(trimmed);
  if (quoted?.[1] !== undefined) return quoted[1].replace(/\\(["\\])/g, '$1');
  if (quoted?.[2] !== undefined) return quoted[2].replaceAll("''", "'");
  const plain = trimmed.replace(/\s+#.*$/, '');
  return plain === '' || plain === 'null' || plain === '~' || /^[|>{&*!]/.test(plain) ? null : plain;
}
