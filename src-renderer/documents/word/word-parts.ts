import type { LeftOutCounter } from '../left-out.ts';
import type { WordNotes } from './word-notes.ts';
import type { WordNumbering } from './word-numbering.ts';
import type { WordStyles } from './word-styles.ts';

/** What the walks through the parts of one file share. */
export interface WordParts {
  readonly styles: WordStyles;
  readonly numbering: WordNumbering;
  readonly notes: WordNotes;
  readonly leftOut: LeftOutCounter;
}
