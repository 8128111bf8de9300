import type { DatasetRow } from '#contract/datasets';
import type { DecidedRow } from './decided-row.ts';

const MOST_REMEMBERED = 50_000;

/** Detects the language of rows whose prompt has none, and remembers it by the answer's text. */
export class RowLanguages {
  readonly #detect: (text: string) => Promise<string>;
  readonly #remembered = new Map<string, string>();

  constructor(detect: (text: string) => Promise<string>) {
    this.#detect = detect;
  }

  async of(row: DecidedRow): Promise<DatasetRow['language']> {
    if (row.language !== null) return row.language;
    const { messageId, text } = row.good ?? row.bad ?? { messageId: '', text: '' };
    const key = `${messageId} ${text.length}`;
    const language = this.#remembered.get(key) ?? (await this.#detect(text));
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(key, language);
    return language === 'unsure' ? null : language;
  }
}
