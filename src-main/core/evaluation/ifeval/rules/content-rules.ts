import type { ArgumentsOf } from '../instruction-kinds.ts';
import type { Finding } from '../judge.ts';
import { isBlank, strip, stripSigns } from '../python/text.ts';
import { translatePattern } from '../python/translate-pattern.ts';

export function numberOfPlaceholders(
  text: string,
  { num_placeholders }: ArgumentsOf<'detectable_content:number_placeholders'>,
): Finding {
  const found = (text.match(/\[[^\n]*?\]/g) ?? []).length;
  return { follows: found >= num_placeholders, found };
}

/** Two markers are known; any other stands in the pattern as it is. Anywhere in the text will do. */
export function postscript(text: string, { postscript_marker }: ArgumentsOf<'detectable_content:postscript'>): Finding {
  const marker = strip(postscript_marker);
  const known: Readonly<Record<string, string>> = {
    'P.P.S': '\\s*p\\.\\s?p\\.\\s?s.*$',
    'P.S.': '\\s*p\\.\\s?s\\..*$',
  };
  const pattern = known[marker] ?? `\\s*${marker.toLowerCase()}.*$`;
  return { follows: text.toLowerCase().search(translatePattern(pattern, { multiline: true })) !== -1 };
}

export function twoResponses(text: string): Finding {
  const pieces = text.split('******');
  const filled = pieces.map(strip).filter((piece) => piece !== '');
  const hasHole = pieces.slice(1, -1).some(isBlank);
  return { follows: !hasHole && filled.length === 2 && filled[0] !== filled[1], found: filled.length };
}

export function repeatsPrompt(text: string, { prompt_to_repeat }: ArgumentsOf<'combination:repeat_prompt'>): Finding {
  return { follows: strip(text).toLowerCase().startsWith(strip(prompt_to_repeat).toLowerCase()) };
}

export function endsWithPhrase(text: string, { end_phrase }: ArgumentsOf<'startend:end_checker'>): Finding {
  const end = stripSigns(strip(text), '"', '"').toLowerCase();
  return { follows: end.endsWith(strip(strip(end_phrase).toLowerCase())) };
}

export function isQuoted(text: string): Finding {
  const stripped = strip(text);
  return { follows: stripped.length > 1 && stripped.startsWith('"') && stripped.endsWith('"') };
}

export function hasNoComma(text: string): Finding {
  const found = text.split(',').length - 1;
  return { follows: found === 0, found };
}
