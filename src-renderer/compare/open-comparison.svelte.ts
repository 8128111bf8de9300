import { SvelteMap } from 'svelte/reactivity';
import type { Bridge, CallInput, CallOutput, Result } from '#contract/contract';
import type {
  Comparison,
  ComparisonCell,
  ComparisonColumn,
  ComparisonRow,
  ComparisonRun,
  PromptLanguage,
} from '#contract/comparisons';
import type { ErrorReport } from '#contract/errors';
import type { BranchMessage, Thumb } from '#contract/messages';
import type { ColumnId, ComparisonId, ConversationId, RowId } from '#contract/primitives';
import type { GenerationsState } from '../state/generations.svelte.ts';
import { withThumb } from '../state/with-thumb.ts';

const ROWS_AT_ONCE = 100;
/** The most messages of one cell. Comparisons are short: a longer cell shows its end. */
const MOST_MESSAGES = 200;

type Which = Omit<CallInput<'comparisons.stop'>, 'comparisonId'>;

/** One comparison on the page: its rows, the state of each cell, and the messages of the visible cells. */
export class OpenComparison {
  readonly id: ComparisonId;
  readonly #bridge: Bridge;
  readonly #generations: GenerationsState;
  readonly #ends: readonly (() => void)[];
  comparison = $state.raw<Comparison | null>(null);
  rows = $state.raw<readonly ComparisonRow[]>([]);
  run = $state.raw<ComparisonRun | null>(null);
  loadError = $state.raw<ErrorReport | null>(null);
  /** Why the last action failed. */
  actError = $state.raw<ErrorReport | null>(null);
  /** Whether a call that starts answers is running. */
  starting = $state(false);
  /** Whether it was moved to the trash while it was open. */
  removed = $state(false);
  readonly #branches = new SvelteMap<ConversationId, readonly BranchMessage[]>();
  readonly columns: readonly ComparisonColumn[] = $derived(this.comparison?.columns ?? []);
  readonly hasMoreRows = $derived(this.rows.length < (this.comparison?.rowCount ?? 0));
  readonly #conversationIds = $derived(
    new Set(this.rows.flatMap(({ cells }) => cells.flatMap(({ conversationId }) => conversationId ?? []))),
  );
  readonly writing = $derived([...this.#conversationIds].some((id) => this.#generations.in(id) !== null));
  readonly busy = $derived(this.starting || this.writing);

  constructor(id: ComparisonId, bridge: Bridge, generations: GenerationsState) {
    this.id = id;
    this.#bridge = bridge;
    this.#generations = generations;
    this.#ends = [
      bridge.listen('comparison.changed', (change) => {
        if (change.kind === 'changed' && change.comparison.id === id) this.comparison = change.comparison;
        else if (change.kind === 'removed' && change.comparisonId === id) this.removed = true;
        else if (change.kind === 'many') void this.load();
      }),
      bridge.listen('comparison.run', (run) => {
        if (run.comparisonId === id) void this.#follow(run);
      }),
      bridge.listen('answer.rated', ({ conversationId, messageId, thumb }) => {
        const branch = this.#branches.get(conversationId);
        if (branch) this.#branches.set(conversationId, withThumb(branch, messageId, thumb));
      }),
      generations.onEnded(({ conversationId, message }) => {
        if (!this.#conversationIds.has(conversationId)) return;
        this.#putEnd(conversationId, message);
        void this.#readRows();
      }),
    ];
  }

  dispose(): void {
    for (const end of this.#ends) end();
  }

  async load(): Promise<void> {
    const result = await this.#bridge.call('comparisons.open', { comparisonId: this.id, limit: this.#rowLimit });
    this.loadError = result.ok ? null : result.error;
    if (!result.ok) return;
    this.comparison = result.value.comparison;
    this.rows = result.value.rows;
    this.run = result.value.run;
    if (this.comparison.kind === 'chat') await this.readCells(this.rows);
  }

  async loadMoreRows(): Promise<void> {
    const input = { comparisonId: this.id, offset: this.rows.length, limit: ROWS_AT_ONCE };
    const result = await this.#bridge.call('comparisons.open', input);
    if (result.ok) this.rows = [...this.rows, ...result.value.rows];
    else this.actError = result.error;
  }

  /** Reads the messages of the cells of rows. */
  async readCells(rows: readonly ComparisonRow[]): Promise<void> {
    const ids = rows.flatMap(({ cells }) => cells.flatMap(({ conversationId }) => conversationId ?? []));
    await Promise.all(ids.map((id) => this.#readCell(id)));
  }

  branchOf(cell: ComparisonCell): readonly BranchMessage[] {
    return cell.conversationId === null ? [] : (this.#branches.get(cell.conversationId) ?? []);
  }

  ask(questions: CallInput<'comparisons.ask'>['questions']): Promise<boolean> {
    return this.#begin(() => this.#bridge.call('comparisons.ask', { comparisonId: this.id, questions }));
  }

  answer(): Promise<boolean> {
    return this.#begin(() => this.#bridge.call('comparisons.answer', { comparisonId: this.id }));
  }

  regenerate(seeds: 'same' | 'new', which: Which = {}): Promise<boolean> {
    return this.#begin(() => this.#bridge.call('comparisons.regenerate', { comparisonId: this.id, seeds, ...which }));
  }

  async stop(which: Which = {}): Promise<void> {
    this.#note(await this.#bridge.call('comparisons.stop', { comparisonId: this.id, ...which }));
  }

  /** Shows another version of an answer. */
  async selectVersion(conversationId: ConversationId, messageId: string): Promise<void> {
    const input = { conversationId, messageId, limit: MOST_MESSAGES };
    const result = await this.#bridge.call('conversations.selectBranch', input);
    if (result.ok) this.#branches.set(conversationId, result.value.branch);
    else this.actError = result.error;
  }

  /** Sets a thumb on an answer; the same thumb again takes it away. */
  async rate({ id: messageId, thumb: former }: BranchMessage, thumb: Thumb): Promise<void> {
    this.#note(await this.#bridge.call('answers.rate', { messageId, thumb: former === thumb ? null : thumb }));
  }

  async setLanguage(columnId: ColumnId, rowId: RowId, language: PromptLanguage | null): Promise<void> {
    const input = { comparisonId: this.id, columnId, rowId, language };
    if (this.#note(await this.#bridge.call('comparisons.setLanguage', input))) await this.#readRows();
  }

  async startRun(): Promise<void> {
    const result = await this.#bridge.call('comparisons.run', { comparisonId: this.id });
    if (this.#note(result) && result.ok) await this.#follow(result.value);
  }

  async pauseRun(): Promise<void> {
    const result = await this.#bridge.call('comparisons.pause', { comparisonId: this.id });
    if (this.#note(result) && result.ok) await this.#follow(result.value);
  }

  get #rowLimit(): number {
    return Math.min(1000, Math.max(ROWS_AT_ONCE, this.rows.length));
  }

  async #begin(call: () => Promise<Result<CallOutput<'comparisons.ask'>>>): Promise<boolean> {
    if (this.busy) return false;
    this.starting = true;
    this.actError = null;
    const result = await call();
    if (result.ok) {
      for (const { assistantMessage, generationId } of result.value.cells) {
        if (generationId !== null) this.#generations.begin(assistantMessage, generationId);
      }
      await this.#readRows();
      await this.readCells(this.rows);
    }
    this.starting = false;
    return this.#note(result);
  }

  /** Only the run reports the answers of a set. */
  async #follow(run: ComparisonRun): Promise<void> {
    const before = this.run;
    this.run = run;
    if (before?.done !== run.done || before.failed !== run.failed || before.state !== run.state) {
      await this.#readRows();
    }
  }

  async #readRows(): Promise<void> {
    const result = await this.#bridge.call('comparisons.open', { comparisonId: this.id, limit: this.#rowLimit });
    if (!result.ok) return;
    this.comparison = result.value.comparison;
    this.rows = result.value.rows;
  }

  async #readCell(conversationId: ConversationId): Promise<void> {
    const result = await this.#bridge.call('conversations.open', { conversationId, limit: MOST_MESSAGES });
    if (result.ok) this.#branches.set(conversationId, result.value.branch);
    else this.actError = result.error;
  }

  #putEnd(conversationId: ConversationId, message: Omit<BranchMessage, 'siblingIds'>): void {
    const branch = this.#branches.get(conversationId);
    if (!branch?.some(({ id }) => id === message.id)) {
      void this.#readCell(conversationId);
      return;
    }
    this.#branches.set(
      conversationId,
      branch.map((each) => (each.id === message.id ? { ...message, siblingIds: each.siblingIds } : each)),
    );
  }

  #note(result: Result<unknown>): boolean {
    this.actError = result.ok ? null : result.error;
    return result.ok;
  }
}
