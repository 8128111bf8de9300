import type Sqlite from 'better-sqlite3';
import { bareFormOf, wordsOf } from './words.ts';

/** What the full-text index holds of one text: words separated by spaces, one string for each column. */
export interface IndexColumns {
  /** Every word in order, so that phrases can be found. */
  readonly words: string;
  /** The words with diacritics once more without them, each once. */
  readonly bare: string;
}

export function indexColumnsOf(text: string): IndexColumns {
  const forms = wordsOf(text).map((word) => word.form);
  const bare = new Set<string>();
  for (const form of new Set(forms)) {
    const bareForm = bareFormOf(form);
    if (bareForm !== form) bare.add(bareForm);
  }
  return { words: forms.join(' '), bare: [...bare].join(' ') };
}

/** Gives a connection the functions that the triggers of the index call. They must be there before any write. */
export function defineIndexFunctions(connection: Sqlite.Database): void {
  // A trigger asks for the columns of one text one after the other.
  let last: { text: string; columns: IndexColumns } | undefined;
  const columnsOf = (text: unknown): IndexColumns => {
    const asked = String(text);
    if (last?.text !== asked) last = { text: asked, columns: indexColumnsOf(asked) };
    return last.columns;
  };
  connection.function('search_words', { deterministic: true }, (text: unknown) => columnsOf(text).words);
  connection.function('search_bare', { deterministic: true }, (text: unknown) => columnsOf(text).bare);
}
