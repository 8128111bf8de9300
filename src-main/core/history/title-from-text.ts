/**
 * Makes titles of conversations from their texts. No model is asked: the title is there with the first message, nothing
 * waits for it, and the KV cache has only the conversation.
 */

/** About one line of the conversation list. */
const LONGEST_TITLE = 60;
/** About a row of a list. */
const LONGEST_EXCERPT = 140;
/** A shorter sentence says too little about a longer text. */
const SHORTEST_SENTENCE = 12;
/** A heading further down belongs to a part. */
const HEADING_WITHIN_LINES = 3;

export interface MadeTitle {
  readonly title: string;
  /** Why a later text may give a better title; null when none can. */
  readonly lack: 'only-greeting' | 'cut' | null;
}

/** Greetings before people come to the point. */
const GREETING = new RegExp(
  `^(?:${[
    'hei(?:ppa|ssan)?',
    'moi(?:kka)?',
    'terve(?:hdys)?',
    'hyvää (?:päivää|huomenta|iltaa)',
    'huomenta',
    'päivää',
    'iltaa',
    'hello',
    'hi',
    'hey',
    'good (?:morning|afternoon|evening|day)',
    'greetings',
  ].join('|')})(?: (?:taas|kaikki|sinä|sarvi|poro|again|there|all|everyone))?(?![\\p{L}\\p{N}-])[\\s!.,:;–-]*`,
  'iu',
);

/** A full stop after one of these, or after a number ("6. joulukuuta"), does not end a sentence. */
const NO_END =
  /(?:^|[\s(])(?:esim|mm|ns|ym|yms|jne|ks|vrt|prof|tri|nro|dr|mr|mrs|ms|st|no|vs|e\.g|i\.e|\p{L}|\d+)\.$/iu;

/** Headings that name a part of an answer and not its subject. */
const GENERIC_HEADING =
  /^(?:vastaus|johdanto|yhteenveto|tiivistelmä|otsikko|esimerk|vaihe|ratkaisu|answer|introduction|summary|overview|title|example|step|solution|response|conclusion)/iu;

/**
 * A title from a message: its first line with content, without Markdown's marks and the greeting, cut after its first
 * sentence or between words. Code counts only when there is nothing else. Empty when no line has content.
 */
export function makeTitle(text: string): MadeTitle {
  let greeting = '';
  for (const line of meaningfulLines(text)) {
    const point = line.replace(GREETING, '');
    if (HAS_WORD.test(point)) return shorten(point === line ? line : capitalized(point));
    greeting ||= line;
  }
  return { title: shorten(greeting).title, lack: greeting === '' ? null : 'only-greeting' };
}

export function titleFromText(text: string): string {
  return makeTitle(text).title;
}

/** The first line with content, without Markdown's marks and cut to about a row of a list. */
export function excerptOf(text: string): string {
  const line = meaningfulLines(text)[0] ?? withoutControls(text.slice(0, 1000).toWellFormed());
  return line.length <= LONGEST_EXCERPT ? line : `${line.slice(0, LONGEST_EXCERPT).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** The heading at the beginning of an answer, as a title; null when it has none that names its subject. */
export function headingOf(answer: string): string | null {
  const lines = answer
    .slice(0, 2000)
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== '');
  for (const line of lines.slice(0, HEADING_WITHIN_LINES)) {
    const marked = /^\s{0,3}#{1,4}\s+(.+?)[\s#]*$/.exec(line)?.[1] ?? /^\s*\*\*([^*]+)\*\*:?\s*$/.exec(line)?.[1];
    const heading = marked === undefined ? '' : withoutEnd(plain(marked));
    if (heading.length <= LONGEST_TITLE && HAS_WORD.test(heading) && !GENERIC_HEADING.test(heading)) return heading;
  }
  return null;
}

const HAS_WORD = /[\p{L}\p{N}]/u;

/** Lines with content, as plain text; lines of code blocks only when there are no others. */
function meaningfulLines(text: string): string[] {
  const prose: string[] = [];
  const code: string[] = [];
  let lines = prose;
  for (const line of text.toWellFormed().split(/[\r\n\u2028\u2029]+/, 200)) {
    if (/^\s*(?:```|~~~)/.test(line)) lines = lines === prose ? code : prose;
    else lines.push(lines === prose ? plain(line.slice(0, 1000)) : withoutControls(line.slice(0, 1000)));
  }
  const spoken = prose.filter((line) => HAS_WORD.test(line));
  return spoken.length > 0 ? spoken : code.filter((line) => HAS_WORD.test(line));
}

/** A line without Markdown's marks. */
export function plain(line: string): string {
  return withoutControls(line)
    .replace(/^(?:[#>]+\s*|[-*+•]\s+|[-*_=~`]{3,}\s*)+/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|\*|~~|`)(?=\S)([^*~`]+)(?<=\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}_])(__?)(?=\S)([^_]+)(?<=\S)\1(?![\p{L}\p{N}_])/gu, '$2')
    .trim();
}

/** Control characters would show as boxes, and direction marks could make a title look like another one. */
function withoutControls(line: string): string {
  return line
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

function shorten(words: string): MadeTitle {
  if (words.length <= LONGEST_TITLE) return { title: withoutEnd(words), lack: null };
  const sentence = firstSentence(words);
  if (sentence !== null) return { title: withoutEnd(sentence), lack: null };
  const head = words.slice(0, LONGEST_TITLE + 1);
  const lastSpace = head.lastIndexOf(' ');
  // A first word that is longer than a title (an address, a hash) is cut.
  const kept = lastSpace > LONGEST_TITLE / 2 ? head.slice(0, lastSpace) : head.slice(0, LONGEST_TITLE);
  return { title: `${kept.replace(/[\s,;:.–-]+$|[\ud800-\udbff]$/, '')}…`, lack: 'cut' };
}

/** The first sentence of a longer text, when it fits into a title. */
function firstSentence(words: string): string | null {
  for (const { index, 0: mark } of words.slice(0, LONGEST_TITLE + 1).matchAll(/[.!?]+(?=\s)/g)) {
    const sentence = words.slice(0, index + mark.length);
    if (sentence.length >= SHORTEST_SENTENCE && sentence.length <= LONGEST_TITLE && !NO_END.test(sentence)) {
      return sentence;
    }
  }
  return null;
}

/** Removes the full stop at the end; question marks, exclamation marks and ellipses stay. */
function withoutEnd(words: string): string {
  return words.replace(/(?<!\.)[.:,]$/, '');
}

function capitalized(words: string): string {
  return words.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}
