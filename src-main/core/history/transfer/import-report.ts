import { type ErrorReport, SarviError } from '#contract/errors';
import { MOST_LISTED, type Mending, type Refusal, type Skip, type TransferFormat } from '#contract/transfers';
import type { JsonElement } from './json-elements.ts';
import type { ImportOutcome } from './import-outcome.ts';

/** The counts of an import so far. */
export interface ImportCounts {
  readonly formats: readonly TransferFormat[];
  readonly found: number;
  readonly conversationsDone: number;
  readonly duplicates: number;
  readonly refused: number;
  readonly skipped: number;
  readonly mended: number;
}

export interface ImportLists {
  readonly refusals: Refusal[];
  readonly skips: Skip[];
  readonly mendings: Mending[];
}

/** Longer names of files and conversations are cut, because they are only shown. */
const MOST_NAME_LENGTH = 200;

/** The outcome of everything that an import found; each thing is counted once. */
export class ImportReport {
  #counts = { conversationsDone: 0, duplicates: 0, refused: 0, skipped: 0, mended: 0 };
  readonly #formats: TransferFormat[] = [];
  readonly lists: ImportLists = { refusals: [], skips: [], mendings: [] };

  get counts(): ImportCounts {
    const { conversationsDone, duplicates, refused, skipped } = this.#counts;
    const found = conversationsDone + duplicates + refused + skipped;
    return { ...this.#counts, formats: [...this.#formats], found };
  }

  conversation(file: string | null, { index, line }: Pick<JsonElement, 'index' | 'line'>, kept: ImportOutcome): void {
    if (kept.kind === 'refused') {
      this.#counts.refused += 1;
      const { refusals } = this.lists;
      if (refusals.length < MOST_LISTED) refusals.push({ file: cut(file), number: index + 1, line, error: kept.error });
      return;
    }
    if (!this.#formats.includes(kept.format)) this.#formats.push(kept.format);
    if (kept.kind === 'duplicate') {
      this.#counts.duplicates += 1;
      return;
    }
    this.#counts.conversationsDone += 1;
    if (kept.mended === undefined) return;
    this.#counts.mended += 1;
    const { title, reasons } = kept.mended;
    const { mendings } = this.lists;
    if (mendings.length >= MOST_LISTED) return;
    mendings.push({ file: cut(file), number: index + 1, line, title: cut(title), reasons: [...reasons] });
  }

  /** A file, or the rest of one, that cannot be read. */
  damagedFile(
    file: string | null,
    error: ErrorReport,
    at: Pick<JsonElement, 'index' | 'line'> = { index: 0, line: 1 },
  ): void {
    this.conversation(file, at, { kind: 'refused', error });
  }

  /** A file without a conversation. */
  skippedFile(file: string, reason: string): void {
    this.#counts.skipped += 1;
    if (this.lists.skips.length < MOST_LISTED) this.lists.skips.push({ file: cut(file), reason });
  }
}

export function refusalOf(reason: string): ErrorReport {
  return new SarviError('conversation-refused', { reason }).toReport();
}

function cut<Name extends string | null>(name: Name): Name {
  return (name === null ? null : name.slice(0, MOST_NAME_LENGTH).toWellFormed()) as Name;
}
