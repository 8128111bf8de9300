/**
 * An attached file in a message: a fenced block whose first line names its language and the file. The model reads it as
 * Markdown; `splitAttachments` finds it to show it folded.
 */

/** Fence names by the endings of file names, where the two differ. */
const LANGUAGES: Readonly<Record<string, string>> = {
  md: 'markdown',
  txt: 'text',
  log: 'text',
  pdf: 'text',
  js: 'javascript',
  mjs: 'javascript',
  ts: 'typescript',
  py: 'python',
  rs: 'rust',
  rb: 'ruby',
  kt: 'kotlin',
  cs: 'csharp',
  sh: 'bash',
  yml: 'yaml',
  htm: 'html',
  h: 'c',
  hpp: 'cpp',
  tex: 'latex',
};

const LONGEST_NAME = 120;

/** A file's name on one line, without characters that could end a fence or change the direction of text. */
export function safeName(name: string): string {
  const plain = name
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}`~]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return Array.from(plain).slice(0, LONGEST_NAME).join('') || 'file';
}

/**
 * @param name - from `safeName`
 * @param language - of the text where it is not that of the file's name: a document is Markdown
 */
export function quoteFile(name: string, text: string, language = languageOf(name)): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  const body = text.endsWith('\n') ? text : `${text}\n`;
  return `${fence}${language} ${name}\n${body}${fence}`;
}

/** The language name after the fence. */
export function languageOf(name: string): string {
  const end = /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? 'text';
  return LANGUAGES[end] ?? end;
}

/** The longest run of backticks at the beginning of a line. */
function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/^ {0,3}(`{3,})/gm)) longest = Math.max(longest, run.trimStart().length);
  return longest;
}
