/** What the rules need besides the answer. */
export interface Judge {
  /** Whose options a constrained response has. */
  readonly language: 'en' | 'fi';
  readonly sentences: (text: string) => readonly string[];
  /** Whether a text is in a language (ISO 639-1), as the harness of `language` finds. */
  readonly isInLanguage: (text: string, language: string) => Finding;
  /** Whether langdetect finds English, which both harnesses ask in the rules on letter case. */
  readonly isEnglish: (text: string) => Finding;
}

/** Whether an instruction is followed, and what was found: a number, or a few words for the reader. */
export interface Finding {
  readonly follows: boolean;
  readonly found?: number | string;
}
