/** More characters say nothing new about the language. */
const MOST_CHARACTERS = 20_000;
/** A piece with fewer letters is judged together with the next. */
const LEAST_LETTERS = 40;

/**
 * Parts of a line that are in no human language: code, formulas, tags, addresses, numbers. Each pattern is bounded, so
 * that none takes long.
 */
const FOREIGN = [
  /`[^`]{0,300}`/g,
  /\$\$?[^$]{0,300}\$\$?/g,
  /\\[([][^\n]{0,300}?\\[)\]]/g,
  /<\/?[a-z][^<>]{0,200}>/gi,
  /(?:https?:\/\/|www\.)\S+/gi,
  /\p{N}[\p{N}\p{L}.,:/%-]*/gu,
] as const;
const FENCE = /^ {0,3}(?:`{3}|~{3})/;

const LETTERS = /\p{L}/gu;

/**
 * The sentences of an answer without the parts that are in no human language, in order. Each piece is long enough to
 * detect its language, if the text is. Empty for a text without letters.
 */
export function proseOf(answer: string): string[] {
  const pieces: string[] = [];
  let open = '';
  for (const sentence of withoutCode(answer.slice(0, MOST_CHARACTERS)).flatMap(sentencesOf)) {
    const bare = sentence.replace(/[*_#>|=+~[\](){}\\/-]+/g, ' ').trim();
    if (countLetters(bare) === 0) continue;
    open = open === '' ? bare : `${open} ${bare}`;
    if (countLetters(open) < LEAST_LETTERS) continue;
    pieces.push(open);
    open = '';
  }
  if (open !== '') pieces.push(open);
  return pieces;
}

export function countLetters(text: string): number {
  return text.match(LETTERS)?.length ?? 0;
}

/** The lines outside of code fences. */
function withoutCode(text: string): string[] {
  let isCode = false;
  return text.split('\n').filter((line) => {
    if (!FENCE.test(line)) return !isCode;
    isCode = !isCode;
    return false;
  });
}

function sentencesOf(line: string): string[] {
  let text = line;
  for (const pattern of FOREIGN) text = text.replace(pattern, ' ');
  const words = text.split(/\s+/).filter((word) => !word.includes('@'));
  return words.join(' ').split(/(?<=[.!?:…]["”’)*]?) /);
}
