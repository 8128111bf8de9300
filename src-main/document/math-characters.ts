import type { MathElement } from './read/parse-mathml.ts';

const SUM_LIKE = new Set('∑∏∐∫∬∭⨌∮∯∰⋀⋁⋂⋃⨀⨁⨂⨄⨆');
const RELATIONS = new Set('=<>≤≥≠≈≡∼≃≅∝→⇒⇔↦⟹⟺∈∉⊂⊆⊃⊇,;:');

/** What stands above a letter, and the character that Word knows for it. */
const ACCENTS: Readonly<Record<string, string>> = {
  '^': '\u0302',
  ˆ: '\u0302',
  '~': '\u0303',
  '˜': '\u0303',
  '˙': '\u0307',
  '¨': '\u0308',
  ˇ: '\u030c',
  ˊ: '\u0301',
  '´': '\u0301',
  ˋ: '\u0300',
  '`': '\u0300',
  '˘': '\u0306',
  '˚': '\u030a',
  '⃗': '\u20d7',
  '→': '\u20d7',
  '←': '\u20d6',
  '↔': '\u20e1',
};

export function isSumLike(character: string): boolean {
  return SUM_LIKE.has(character);
}

export function isRelation(character: string): boolean {
  return RELATIONS.has(character);
}

/** Null for a mark that is no accent of Word's. */
export function accentOf(character: string): string | null {
  return ACCENTS[character] ?? null;
}

/** All text of a node. */
export function mathText(node: MathElement | string): string {
  return typeof node === 'string' ? node : node.children.map(mathText).join('');
}
