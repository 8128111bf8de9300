/**
 * Replaces the marks that ChatGPT leaves in an answer where its page shows a source: `U+E200 cite U+E202 turn0search3
 * U+E201`, `【12†source】`, `:contentReference[oaicite:0]{index=0}`. Each becomes the link or name that the message's
 * metadata has for it, or nothing. No mark is left in the text.
 */
import { citedSources, type CitedSources } from './cited-sources.ts';
import type { Fields } from './read-fields.ts';

const MARK = new RegExp(
  [
    // The kind, then its words after separators.
    '\\ue200([a-z_]{0,40})([^\\ue200\\ue201]{0,20000})\\ue201',
    // The same after a copy that has lost the private characters.
    '\\b(cite|filecite|navlist|forecast|finance|sports|schedule|standing|video|product|news|memcite)((?:turn\\d{1,4}[a-z]{1,20}\\d{1,4})+)',
    '\\b(entity)(\\["[^"\\n]{0,100}",\\s?"[^"\\n]{0,300}"[^\\]\\n]{0,300}\\])',
    // The backquotes and empty characters around it belong to the mark.
    '(?:&#8203;|\\u200b|``)*(【)([^【】\\n]{0,300})】(?:&#8203;|\\u200b|``)*',
    '(:contentReference)\\[(oaicite:\\d{1,6})\\](?:\\{[^{}\\n]{0,100}\\})?',
    '(\\[)(oaicite:\\d{1,6})\\]',
  ].join('|'),
  'g',
);
/** Other brackets are Chinese or Japanese punctuation. */
const WEB_MARK = /^(?:\d+(?::\d+)?†|turn\d+|oaicite)/;
/** Remains of incomplete marks. */
const LOOSE = /[\ue200-\ue20f]/g;

/** @param metadata - of the message of this text */
export function replaceCitations(text: string, metadata: Fields): string {
  if (!/[\ue200-\ue20f【]|oaicite|[a-z]turn\d{1,4}[a-z]|\bentity\["/.test(text)) return text;
  const sources = citedSources(text, metadata);
  const replaced = text.replace(MARK, (mark: string, ...groups: unknown[]) => {
    const offset = groups.findLast((group) => typeof group === 'number') ?? 0;
    const [kind = '', words = ''] = groups.filter((group): group is string => typeof group === 'string');
    const shown = standIn(mark, kind, words, offset, sources);
    return shown.startsWith('(') && /[^\s([]/.test(text.charAt(offset - 1)) ? ` ${shown}` : shown;
  });
  return tidied(replaced.replace(LOOSE, ''));
}

/** Marks the place of an empty mark until the spaces around it are removed; no text contains this code. */
const NOTHING = '\ufdd0';

function standIn(mark: string, kind: string, words: string, offset: number, sources: CitedSources): string {
  if (kind === '【') {
    if (!WEB_MARK.test(words)) return sources.at(offset, mark) ?? mark;
    return sources.at(offset, mark) ?? sources.ofRefs(words) ?? (nameIn(words) || NOTHING);
  }
  const known = sources.at(offset, mark) ?? sources.ofRefs(words);
  if (known !== null) return known;
  const [first = '', second = ''] = words.split('\ue202').filter((word) => word !== '');
  if (kind === 'url') return /^https?:\/\/\S+$/.test(second) ? `[${first.replace(/[[\]]/g, '')}](${second})` : first;
  return nameOfJson(first) || NOTHING;
}

/** `12†report.pdf` names its file; `12†source` and lines (`L3-L9`) name nothing. */
function nameIn(words: string): string {
  const name = (words.split('†')[1] ?? '').trim();
  return /^(source|L\d+(-L?\d+)?|)$/i.test(name) ? '' : `(${name})`;
}

/** `["people","A. Example",0]`, or an object with a title. */
function nameOfJson(text: string): string {
  if (!/^[[{]/.test(text)) return '';
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return typeof value[1] === 'string' ? value[1] : '';
    const fields = value as Fields;
    return [fields['title'], fields['name']].find((name) => typeof name === 'string') ?? '';
  } catch {
    return '';
  }
}

/** Removes spaces before a removed mark: before a point, at the end of a line, and double ones. */
function tidied(text: string): string {
  return text
    .replace(/[ \t]{0,8}\ufdd0+(?=[ \t]{0,8}(?:[.,;:!?)\]\n]|$))/g, '')
    .replace(/(^|\n|[ \t])\ufdd0+[ \t]?/g, '$1')
    .replaceAll(NOTHING, '');
}
