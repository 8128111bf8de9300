/** What Punkt has learnt of a language: the four tables of NLTK's `punkt_tab`. */
export interface PunktTables {
  /** Small letters, without the last period. */
  readonly abbreviations: ReadonlySet<string>;
  /** Two types with a tab between them. */
  readonly collocations: ReadonlySet<string>;
  readonly sentenceStarters: ReadonlySet<string>;
  /** In which case, and where in a sentence, a word was seen: the bits of `ORTHOGRAPHY`. */
  readonly orthography: (type: string) => number;
}

export const ORTHOGRAPHY = {
  firstUpper: 2,
  innerUpper: 4,
  unknownUpper: 8,
  firstLower: 16,
  innerLower: 32,
  unknownLower: 64,
} as const;

export const ANY_UPPER = 2 + 4 + 8;
export const ANY_LOWER = 16 + 32 + 64;
