import { join } from 'node:path';
import { SarviError, type ErrorReport } from '#contract/errors';
import { because } from '#contract/reasons';
import type { Ports } from '../ports.ts';
import { historyPaths } from './history-paths.ts';
import { forgetNotice, keepNotice, keptNotice } from './kept-notice.ts';
import { knownBackupFolders } from './backups/backup-folders.ts';
import { HistoryThread } from './history-thread.ts';
import { READ_ONLY_CODES } from './read-only-codes.ts';
import type { HistoryChange, RequestInput, RequestName, RequestOutput } from './protocol.ts';
import { Searcher } from './search/searcher.ts';
import { enrolWriter, type Writer } from './writers.ts';

export type { BranchText, FinishedMessage, HistoryChange } from './protocol.ts';

type HistoryPorts = Pick<Ports, 'folders' | 'entries' | 'log' | 'now'> & Partial<Pick<Ports, 'settings'>>;

/**
 * All conversations. This is the main thread's side of a database that a worker thread owns, so that no query blocks
 * the app. Requests are answered in their order. When the thread ends they fail with `history-unavailable`, and the
 * next request starts another thread.
 */
export class History {
  readonly #ports: HistoryPorts;
  readonly #listeners = new Set<(change: HistoryChange) => void>();
  readonly #replacedListeners = new Set<(notice: SarviError | null) => void>();
  /** Null while none runs: the next request starts one. */
  #thread: Promise<HistoryThread> | null = null;
  /** Resolves when the thread before it has closed its files. */
  #exit: Promise<void> = Promise.resolve();
  #starts = 0;
  /** Enrolled with the first start, so that a later thread knows this process's own messages as running. */
  #writer: Writer | null = null;
  #closed = false;
  /** The running work on the closed files, with everything that waits for it; null when there is none. */
  #replacing: Promise<void> | null = null;
  #notice: SarviError | null = null;
  /** Why the last attempt to open it failed, or why it is read-only. */
  #failure: SarviError | null = null;
  /** Why the running thread can only read. */
  #readOnlyReason: SarviError | null = null;
  readonly #searcher: Searcher;
  readonly #inMemory: boolean;

  private constructor(ports: HistoryPorts, inMemory = false) {
    this.#ports = ports;
    this.#inMemory = inMemory;
    this.#searcher = new Searcher({
      entry: ports.entries.history,
      path: historyPaths(join(ports.folders.data, 'history')).database,
      askOwner: (input) => this.ask('search', input),
    });
  }

  /**
   * Opens the history in the data folder: creates it, migrates it after a checked backup, or sets a damaged one aside
   * and begins an empty one (`notice`). Messages that were streaming when the app last ended are closed as failed.
   *
   * @param options - `inMemory` begins an empty history that writes nothing to the disk
   * @throws SarviError `history-newer-version` (the file is unchanged), `disk-full`, `history-unavailable`
   */
  static async open(ports: HistoryPorts, { inMemory = false } = {}): Promise<History> {
    const history = new History(ports, inMemory);
    await history.#running();
    return history;
  }

  /**
   * Like `open`, but does not throw when the history cannot be opened: each request tries again, and a backup can be
   * restored meanwhile. `notice` tells why.
   */
  static async openIfPossible(ports: HistoryPorts): Promise<History> {
    const history = new History(ports);
    await history.#running().catch(() => undefined);
    return history;
  }

  /**
   * `history-damaged`, `history-index-rebuilt` or `history-cleaned` with the path of the former database, or why the
   * history cannot be opened; null when all is well. A repair is reported until someone has seen it, in any shell.
   */
  get notice(): SarviError | null {
    return this.#failure ?? this.#notice ?? keptNotice(this.#folder)?.notice ?? null;
  }

  /** The user has seen the notice. */
  noticeSeen(): void {
    this.#notice = null;
    forgetNotice(this.#folder);
  }

  /** The notice that no run of the command line has reported yet. */
  async takeNotice(): Promise<SarviError | null> {
    const kept = keptNotice(this.#folder);
    if (kept === null) return this.#notice;
    if (kept.told) return null;
    await keepNotice(this.#folder, kept.notice, true);
    return kept.notice;
  }

  /** Calls `listener` with every event for renderers, after it was committed. */
  onChange(listener: (change: HistoryChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `listener` when another history has replaced the former one, with the notice if that was damaged. */
  onReplaced(listener: (notice: SarviError | null) => void): () => void {
    this.#replacedListeners.add(listener);
    return () => this.#replacedListeners.delete(listener);
  }

  /**
   * Closes the database while `act` works on its files, and opens the result. Requests and further calls of this wait
   * meanwhile.
   *
   * @throws what `act` throws, after the database was opened again; SarviError `history-unavailable` once closed
   */
  whileClosed<Value>(act: () => Promise<Value>): Promise<Value> {
    return this.#oneAtATime(() => this.#replace(act, 'other'));
  }

  async #oneAtATime<Value>(replace: () => Promise<Value>): Promise<Value> {
    this.#requireOpen();
    // Started at once when nothing else runs, so that later requests see the new files.
    const replaced = this.#replacing === null ? replace() : this.#replacing.then(replace);
    const ended = replaced.then(noValue, noValue).then(() => {
      if (this.#replacing === ended) this.#replacing = null;
    });
    this.#replacing = ended;
    return replaced;
  }

  /**
   * @param history - whether `act` leaves the same history, in which this process continues to write, or another one
   */
  async #replace<Value>(act: () => Promise<Value>, history: 'same' | 'other'): Promise<Value> {
    this.#requireOpen();
    const before = this.#thread;
    // The end of the present thread must not start another one.
    this.#starts += 1;
    const acted = (async (): Promise<Value> => {
      const thread = await before?.catch(() => null);
      await Promise.all([thread?.close(), this.#searcher.end()]);
      await this.#exit;
      const value = await act();
      // Answers that were growing when the other history was copied do not grow any more, because this is another
      // writer.
      if (history === 'other') {
        this.#writer?.release();
        this.#writer = null;
      }
      return value;
    })();
    const started = this.#keep(acted.then(noValue, noValue).then(() => this.#start()));
    const value = await acted;
    await started;
    if (history === 'other') this.noticeSeen();
    for (const hear of this.#replacedListeners) hear(null);
    return value;
  }

  /**
   * Sends one request of `HistoryProtocol` to the thread.
   *
   * @throws SarviError `HISTORY_ERRORS`, and those of the operation
   */
  async ask<Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<RequestOutput<Name>> {
    this.#requireOpen();
    const thread = await this.#running();
    const readOnlyReason = this.#readOnlyReason;
    try {
      return await thread.ask(name, input, this.#ports.now());
    } catch (error) {
      // The reason why it was read-only may have gone.
      if (readOnlyReason === null || SarviError.from(error).code !== readOnlyReason.code || !this.#mayWriteNow())
        throw error;
      if (this.#readOnlyReason === readOnlyReason)
        await this.#oneAtATime(() => this.#replace(() => Promise.resolve(), 'same'));
      return (await this.#running()).ask(name, input, this.#ports.now());
    }
  }

  /**
   * Searches everything that was committed before the call. Has a thread of its own, so other requests do not wait.
   *
   * @throws SarviError `cancelled` when a newer search of the same series came
   */
  async search(input: RequestInput<'search'>): Promise<RequestOutput<'search'>> {
    this.#requireOpen();
    await this.#running();
    return this.#searcher.search(input);
  }

  /** Answers the open requests and closes the database. Later requests fail. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#replacing;
    const thread = await this.#thread?.catch(() => null);
    await this.#searcher.end();
    await thread?.close();
    await this.#exit;
    this.#writer?.release();
  }

  #mayWriteNow(): boolean {
    try {
      enrolWriter(this.#folder).release();
      return true;
    } catch {
      return false;
    }
  }

  #requireOpen(): void {
    if (this.#closed) throw new SarviError('history-unavailable', { reason: because('sarvi-is-closing') });
  }

  #running(): Promise<HistoryThread> {
    return this.#thread ?? this.#keep(this.#start());
  }

  /** Makes it the thread that requests wait for, unless its start fails. */
  #keep(starting: Promise<HistoryThread>): Promise<HistoryThread> {
    this.#thread = starting;
    starting.catch(() => {
      if (this.#thread === starting) this.#thread = null;
    });
    return starting;
  }

  get #folder(): string {
    return join(this.#ports.folders.data, 'history');
  }

  #enrol(folder: string): { writer: string; readOnlyReason: ErrorReport | null } {
    try {
      this.#writer ??= enrolWriter(folder);
      return { writer: this.#writer.id, readOnlyReason: null };
    } catch (error) {
      const failure = SarviError.from(error);
      this.#failure = failure;
      if (!READ_ONLY_CODES.includes(failure.code)) throw failure;
      return { writer: '', readOnlyReason: failure.toReport() };
    }
  }

  async #start(): Promise<HistoryThread> {
    const { folders, entries, log, now } = this.#ports;
    const folder = join(folders.data, 'history');
    const chosen = this.#ports.settings?.get().backupFolder ?? null;
    const backupFolders = [...knownBackupFolders(folder), ...(chosen === null ? [] : [chosen])];
    const inMemory = this.#inMemory;
    if (inMemory) this.#writer ??= ALONE;
    const enrolled = inMemory ? { writer: ALONE.id, readOnlyReason: null } : this.#enrol(folder);
    const start = { folder, backupFolders, nowMs: now(), inMemory, ...enrolled };
    this.#starts += 1;
    const number = this.#starts;
    const listener = {
      onChange: (change: HistoryChange): void => {
        for (const hear of this.#listeners) hear(change);
      },
      onEnd: (): void => {
        // The end of a thread that could not open its database may come after the start of the next one.
        if (number === this.#starts) this.#thread = null;
      },
    };
    await Promise.all([this.#exit, this.#searcher.end()]);
    if (number > 1) log.warn('the history starts again');
    try {
      const { thread, notice, readOnlyReason } = await HistoryThread.start(entries.history, start, listener);
      this.#exit = thread.exit;
      this.#failure = readOnlyReason;
      this.#readOnlyReason = readOnlyReason;
      if (notice !== null) {
        this.#notice = notice;
        await keepNotice(this.#folder, notice);
        log.error('the history was damaged', { code: notice.code, ...notice.details });
        if (number > 1) for (const hear of this.#replacedListeners) hear(notice);
      }
      return thread;
    } catch (error) {
      const failure = SarviError.from(error);
      this.#failure = failure;
      log.error('the history cannot be opened', { code: failure.code, message: failure.message });
      throw failure;
    }
  }
}

/** A history in memory has no other users. */
const ALONE: Writer = { id: 'alone', release: () => undefined };

function noValue(): void {
  // The caller of the work handles its result.
}
