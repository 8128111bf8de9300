import { createHash } from 'node:crypto';
import type { Backend } from '#contract/backends';
import type { Ports } from '../ports.ts';
import { ScoringConnection } from '../scoring/scoring-connection.ts';
import type { DecidedRow, RowTokens } from './decided-row.ts';

export interface TokenCountParts {
  readonly ports: Pick<Ports, 'spawn' | 'entries'>;
  readonly chooseBackend: () => Promise<Backend>;
  readonly tellsDate: () => boolean;
}

/** A model whose tokenizer and chat template count. */
export interface CountingModel {
  readonly name: string;
  readonly path: string;
}

export interface CountedRows {
  readonly tokens: readonly RowTokens[];
  readonly templateSha256: string | null;
}

const UNCOUNTED: RowTokens = { prompt: 0, good: null, bad: null, spellsControl: false };
const ROWS_PER_TASK = 200;
const MOST_REMEMBERED = 50_000;

/** Counts tokens of rows in a process of its own that reads only the vocabulary, and remembers them by their texts. */
export class TokenCounts {
  readonly #parts: TokenCountParts;
  readonly #remembered = new Map<string, RowTokens>();
  readonly #templates = new Map<string, string | null>();

  constructor(parts: TokenCountParts) {
    this.#parts = parts;
  }

  /** @throws SarviError `model-load-failed`, `template-failed`, `scoring-crashed` */
  async count(rows: readonly DecidedRow[], model: CountingModel): Promise<CountedRows> {
    const tellsDate = this.#parts.tellsDate();
    const keys = rows.map((row) => keyOf(row, model, tellsDate));
    const unknown = rows.flatMap((row, index) => {
      const key = keys[index] ?? '';
      return this.#remembered.has(key) ? [] : [{ row, key }];
    });
    if (unknown.length > 0 || !this.#templates.has(model.path)) await this.#ask(unknown, model, tellsDate);
    const tokens = keys.map((key) => this.#remembered.get(key) ?? UNCOUNTED);
    while (this.#remembered.size > MOST_REMEMBERED) this.#remembered.delete(this.#remembered.keys().next().value ?? '');
    return { tokens, templateSha256: this.#templates.get(model.path) ?? null };
  }

  async #ask(
    rows: readonly { readonly row: DecidedRow; readonly key: string }[],
    { name, path }: CountingModel,
    tellsDate: boolean,
  ): Promise<void> {
    const backend = await this.#parts.chooseBackend();
    const connection = new ScoringConnection(this.#parts.ports);
    const models = [{ name, path, adapters: [], gpuLayers: 0, threads: 1 }] as const;
    const watch = { signal: new AbortController().signal, onProgress: () => undefined };
    try {
      for (let from = 0; from === 0 || from < rows.length; from += ROWS_PER_TASK) {
        const some = rows.slice(from, from + ROWS_PER_TASK);
        const texts = some.map(({ row }) => ({ messages: row.prompt, answers: answersOf(row) }));
        const outcome = await connection.run({ kind: 'count', backend, models, texts, tellsDate }, watch);
        this.#templates.set(path, outcome.templateSha256);
        for (const [index, { row, key }] of some.entries()) {
          const [prompt = 0, ...counts] = outcome.counts[index] ?? [];
          this.#remembered.set(key, {
            prompt,
            good: row.good === null ? null : (counts[0] ?? 0),
            bad: row.bad === null ? null : (counts.at(-1) ?? 0),
            spellsControl: outcome.spellControls[index] ?? false,
          });
        }
      }
    } finally {
      await connection.end();
    }
  }
}

function answersOf({ good, bad }: DecidedRow): string[] {
  return [good, bad].flatMap((answer) => (answer === null ? [] : [answer.text]));
}

function keyOf(row: DecidedRow, { path }: CountingModel, tellsDate: boolean): string {
  const texts = [path, tellsDate, row.prompt, row.good?.text ?? null, row.bad?.text ?? null];
  return createHash('sha1').update(JSON.stringify(texts)).digest('base64');
}
