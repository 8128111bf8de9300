import type { ArgumentsOf } from '../instruction-kinds.ts';
import type { Finding, Judge } from '../judge.ts';
import { jsonLoads } from '../python/json-loads.ts';
import { isBlank, strip, stripSigns } from '../python/text.ts';
import { translatePattern } from '../python/translate-pattern.ts';

const OPTIONS: Readonly<Record<Judge['language'], readonly string[]>> = {
  en: ['My answer is yes.', 'My answer is no.', 'My answer is maybe.'],
  fi: ['Vastaukseni on kyllä.', 'Vastaukseni on ei.', 'Vastaukseni on ehkä.'],
};

const STARRED_LINES = translatePattern('^\\s*\\*[^\\*].*$', { multiline: true });
const DASHED_LINES = translatePattern('^\\s*-.*$', { multiline: true });

/** What follows the star may be the line's end, and the white space before it may span lines. */
export function numberOfBullets(
  text: string,
  { num_bullets }: ArgumentsOf<'detectable_format:number_bullet_lists'>,
): Finding {
  const found = count(text, STARRED_LINES) + count(text, DASHED_LINES);
  return { follows: found === num_bullets, found };
}

export function constrainedResponse(text: string, _: unknown, { language }: Judge): Finding {
  const stripped = strip(text);
  return { follows: OPTIONS[language].some((option) => stripped.includes(option)) };
}

/** `*one star*` counts, and `**two**` counts for itself; an empty pair between them counts for nothing. */
export function numberOfHighlights(
  text: string,
  { num_highlights }: ArgumentsOf<'detectable_format:number_highlighted_sections'>,
): Finding {
  const single = text.match(/\*[^\n*]*\*/g) ?? [];
  const double = text.match(/\*\*[^\n*]*\*\*/g) ?? [];
  const found =
    single.filter((piece) => !isBlank(stripSigns(piece, '*', '*'))).length +
    double.filter((piece) => !isBlank(piece.slice(2, -2))).length;
  return { follows: found >= num_highlights, found };
}

/** The splitter stands in the pattern as it is, and each mention of it with a number counts. */
export function multipleSections(
  text: string,
  { section_spliter, num_sections }: ArgumentsOf<'detectable_format:multiple_sections'>,
): Finding {
  const found = count(text, translatePattern(`\\s?${strip(section_spliter)}\\s?\\d+\\s?`));
  return { follows: found >= num_sections, found };
}

export function jsonFormat(text: string): Finding {
  let value = strip(text);
  for (const fence of ['```json', '```Json', '```JSON', '```']) {
    if (value.startsWith(fence)) value = value.slice(fence.length);
  }
  if (value.endsWith('```')) value = value.slice(0, -3);
  return { follows: jsonLoads(strip(value)) };
}

export function title(text: string): Finding {
  const titles = (text.match(/<<[^\n]+>>/g) ?? []).map((piece) => strip(stripSigns(piece, '<', '>')));
  const found = titles.find((piece) => piece !== '');
  return found === undefined ? { follows: false } : { follows: true, found };
}

function count(text: string, pattern: RegExp): number {
  let hits = 0;
  for (const _ of text.matchAll(pattern)) hits += 1;
  return hits;
}
