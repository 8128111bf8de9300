import { type Fields, fieldsOf, listOf, textOf } from './read-fields.ts';

/** What the marks in one text stand for. */
export interface CitedSources {
  /** The replacement of this mark at this place; null when unknown, empty when there is nothing to show. */
  at(offset: number, mark: string): string | null;
  /** The links of references in a mark, such as `turn0search3`; null when none is known. */
  ofRefs(words: string): string | null;
}

const REF = /turn\d{1,4}[a-z]{1,20}\d{1,4}/g;
/** More sources in one mark are left out. */
const MOST_LINKS = 10;

/** Reads `content_references`, `citations` and `search_result_groups` of a message's metadata. */
export function citedSources(text: string, metadata: Fields): CitedSources {
  const byMark = new Map<string, string>();
  const byOffset = new Map<number, string>();
  const byRef = new Map<string, string>();
  for (const group of listOf(metadata['search_result_groups']).map(fieldsOf)) {
    for (const entry of listOf(group['entries']).map(fieldsOf)) addRef(byRef, entry);
  }
  for (const reference of listOf(metadata['content_references']).map(fieldsOf)) {
    const mark = textOf(reference['matched_text']);
    const shown = shownOf(reference);
    // A reference without a mark in the text belongs to the list of sources at its end.
    if (/[\ue200-\ue20f【]|oaicite|turn\d|entity\[/.test(mark) && !byMark.get(mark)) byMark.set(mark, shown);
    for (const item of [reference, ...itemsOf(reference)]) addRef(byRef, item);
  }
  const citations = listOf(metadata['citations']).map(fieldsOf);
  if (citations.length > 0) {
    // Offsets count characters, not UTF-16 units.
    const offsets = offsetsOf(text);
    for (const citation of citations) {
      const offset = offsets[Number(citation['start_ix'])];
      const link = linkOf(fieldsOf(citation['metadata']));
      if (offset !== undefined && link !== '') byOffset.set(offset, `(${link})`);
    }
  }
  return {
    at: (offset, mark) => byOffset.get(offset) ?? (byMark.get(mark) || null),
    ofRefs: (words) => {
      const links = [...new Set([...words.matchAll(REF)].map(([ref]) => byRef.get(ref) ?? ''))].filter(Boolean);
      return links.length === 0 ? null : `(${links.slice(0, MOST_LINKS).join(', ')})`;
    },
  };
}

/** `alt` is Markdown from the app itself; without it, links are made from the other fields. */
function shownOf(reference: Fields): string {
  const alt = textOf(reference['alt']).trim();
  if (alt !== '' && !/[\ue200-\ue20f]/.test(alt)) return alt;
  const own = linkOf(reference);
  const links = [...new Set(itemsOf(reference).map(linkOf))].filter((link) => link !== '');
  if (links.length > 0) return `(${links.slice(0, MOST_LINKS).join(', ')})`;
  // An entity is part of its sentence, a source an addition to it.
  return own.startsWith('[') ? `(${own})` : own;
}

function itemsOf(reference: Fields): Fields[] {
  return [...listOf(reference['items']), ...listOf(reference['sources'])].map(fieldsOf);
}

function linkOf(fields: Fields): string {
  const name = textOf(fields['title']) || textOf(fields['name']) || textOf(fields['attribution']);
  const url = textOf(fields['url']);
  const words = name.replace(/[[\]\s]+/g, ' ').trim();
  if (!/^https?:\/\/[^\s<>]+$/.test(url)) return words;
  const shown = words === '' ? (/^https?:\/\/([^/?#]+)/.exec(url)?.[1] ?? url) : words;
  return `[${shown}](${url.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}

function addRef(byRef: Map<string, string>, entry: Fields): void {
  const link = linkOf(entry);
  if (link === '') return;
  for (const ref of [entry['ref_id'], ...listOf(entry['refs'])].map(fieldsOf)) {
    const key = `turn${String(ref['turn_index'])}${textOf(ref['ref_type'])}${String(ref['ref_index'])}`;
    if (!byRef.has(key)) byRef.set(key, link);
  }
}

/** The offset of each character of a text. */
function offsetsOf(text: string): number[] {
  const offsets: number[] = [];
  let offset = 0;
  for (const character of text) {
    offsets.push(offset);
    offset += character.length;
  }
  return offsets;
}
