import type { Backend } from '#contract/backends';
import { IFEVAL_TASKS, type ParentComparison, type ParentComparisonFigures } from '#contract/parent-comparisons';
import type { AnswerSum } from '../scoring/protocol.ts';
import {
  type ComparisonFile,
  type ComparisonLine,
  readComparisonFile,
  readComparisonLines,
  readComparisonRows,
} from './comparison-files.ts';
import type { HeldOutRow } from './held-out-row.ts';
import { parentFigures, type ReadRow } from './parent-figures.ts';

export type Side = 'child' | 'parent';
export const SIDES: readonly Side[] = ['child', 'parent'];

/** Of more rows, a bootstrap after each part would hold everything else up. */
const MOST_ROWS_SHOWN_SOON = 2000;

/** A row's sums under one model: undefined before it is read, null when it is too long. */
type Sums = readonly AnswerSum[] | null | undefined;

/** A comparison as far as it has come. */
export class ComparisonState {
  readonly file: ComparisonFile;
  readonly rows: readonly HeldOutRow[];
  readonly #sums: Record<Side, Sums[]> = { child: [], parent: [] };
  readonly #ifeval = new Map<string, string>();
  backend: Backend | null = null;
  #figures: ParentComparisonFigures | null = null;
  #isEnded = false;

  constructor(file: ComparisonFile, rows: readonly HeldOutRow[], lines: readonly ComparisonLine[]) {
    this.file = file;
    this.rows = rows;
    for (const line of lines) this.add(line);
  }

  /** @throws SarviError `evaluation-unknown`, `evaluation-damaged` */
  static async read(folder: string): Promise<ComparisonState> {
    const file = await readComparisonFile(folder);
    return new ComparisonState(file, await readComparisonRows(folder), await readComparisonLines(folder));
  }

  /** Of two lines on one row the first counts. */
  add(line: ComparisonLine): void {
    if (line.kind === 'ended') {
      this.#isEnded = true;
      return;
    }
    if (line.kind === 'ifeval') {
      this.#ifeval.set(`${line.task} ${line.side}`, line.run);
      return;
    }
    this.backend ??= line.backend;
    for (const [index, sums] of line.sums.entries()) {
      const place = line.from + index;
      const row = this.rows[place];
      const isSound = sums === null || sums.length === row?.answers.length;
      if (row && isSound && this.#sums[line.side][place] === undefined) this.#sums[line.side][place] = sums;
    }
    this.#figures = null;
  }

  /** The places of the first rows that this side has not read; at most `most` in a row. */
  nextOf(side: Side, most: number): { readonly from: number; readonly rows: readonly HeldOutRow[] } | null {
    const from = this.rows.findIndex((_, place) => this.#sums[side][place] === undefined);
    if (from === -1) return null;
    let end = from;
    while (end < this.rows.length && end - from < most && this.#sums[side][end] === undefined) end += 1;
    return { from, rows: this.rows.slice(from, end) };
  }

  runOf(task: string, side: Side): string | null {
    return this.#ifeval.get(`${task} ${side}`) ?? null;
  }

  sumsOf(side: Side, place: number): Sums {
    return this.#sums[side][place];
  }

  /** Rows that are done, of both sides together. */
  get done(): number {
    return SIDES.reduce((sum, side) => sum + this.#sums[side].filter((sums) => sums !== undefined).length, 0);
  }

  get total(): number {
    return SIDES.length * this.rows.length;
  }

  get figures(): ParentComparisonFigures | null {
    return (this.#figures ??= this.#count());
  }

  #count(): ParentComparisonFigures | null {
    const read: ReadRow[] = [];
    let tooLong = 0;
    for (const [place, { good }] of this.rows.entries()) {
      const [child, parent] = [this.#sums.child[place], this.#sums.parent[place]];
      if (child === null || parent === null) tooLong += 1;
      else if (child && parent) read.push({ child, parent, good });
    }
    if (read.length + tooLong === 0) return null;
    return parentFigures(read, tooLong, this.file.configuration.beta);
  }

  /** What is to be done next. */
  get phase(): ParentComparison['phase'] {
    for (const side of SIDES) if (this.nextOf(side, 1)) return side;
    return this.file.configuration.withIfeval && !this.#isEnded ? 'ifeval' : 'ended';
  }

  /** As it is on disk: what works on it adds the rest. */
  get comparison(): ParentComparison {
    return { ...this.progress, figures: this.figures };
  }

  /** The same without figures, where those of what has been read so far would take too long. */
  get progress(): ParentComparison {
    const { id, createdAt, configuration } = this.file;
    const phase = this.phase;
    const ifeval = configuration.withIfeval
      ? IFEVAL_TASKS.map((task) => ({
          task,
          childRun: this.runOf(task, 'child'),
          parentRun: this.runOf(task, 'parent'),
        }))
      : [];
    return {
      ...{ id, createdAt, configuration, ifeval },
      ...{ phase, state: phase === 'ended' ? 'finished' : 'paused' },
      fraction: this.total === 0 ? 1 : this.done / this.total,
      secondsLeft: null,
      backend: this.backend,
      error: null,
      figures: this.rows.length > MOST_ROWS_SHOWN_SOON ? null : this.figures,
    };
  }
}
