/**
 * Emphasis next to punctuation. CommonMark lets `**` close after a punctuation mark only before a space or another
 * mark, and open before one only after those. Chinese and Japanese have no spaces, and Finnish adds endings (`**"Poro
 * 2"**n`): there the marks would stay in the text.
 */
const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\u3000-\\u303f\\uff00-\\uffef';
const ENDS_IN_CJK = new RegExp(`[${CJK}]$`, 'u');
const OPENS_BEFORE_MARK = /^\*+[\p{P}\p{S}]/u;
/** Opened after a space, an opening mark or CJK text, and closed between a mark and a letter. */
const CLOSED_BEHIND_MARK = new RegExp(
  `((?:^|[\\s\\p{Ps}\\p{Pi}"'${CJK}])(\\*{1,3})(?![\\s*])[^*\\n]{0,500}?)([\\p{P}\\p{S}])(?=\\2[\\p{L}\\p{N}])`,
  'gmu',
);

/** Whether a run of `*` opens although it is between a CJK character and a mark. */
export function opensBehind(previous: string, source: string): boolean {
  return ENDS_IN_CJK.test(previous) && OPENS_BEFORE_MARK.test(source);
}

/** Replaces the mark before a closing run of `*` by a letter, with the same length. */
export function maskClosingMarks(source: string): string {
  if (!source.includes('*')) return source;
  return source.replace(
    CLOSED_BEHIND_MARK,
    (_, before: string, _stars: string, mark: string) => before + 'a'.repeat(mark.length),
  );
}
