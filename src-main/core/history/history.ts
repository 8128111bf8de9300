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
 * Every conversation that Sarvi keeps: the main thread's side of a database that a worker thread owns, so that no
 * query ever holds up the app. Requests are answered in the order they were made. When the thread
 * ends, they fail with `history-unavailable`, and the next one starts another thread.
 */
export class History {
  readonly #ports: HistoryPorts;
  readonly #listeners = new Set<(change: HistoryChange) => void>();
  readonly #replacedListeners = new Set<(notice: SarviError | null) => void>();
  /** Null while none runs: the next request starts one. */
  #thread: Promise<HistoryThread> | null = null;
  /** When the thread before it has closed its files. */
  #exit: Promise<void> = Promise.resolve();
  #starts = 0;
  /** Enrolled with the first start of a history, so that a later one finds this process's own messages alive. */
  #writer: Writer | null = null;
  #closed = false;
  /** What works on the closed files now, with what waits for it; null when nothing does. */
  #replacing: Promise<void> | null = null;
  #notice: SarviError | null = null;
  /** Why the last attempt to open it failed, or why it can only be read. */
  #failure: SarviError | null = null;
  /** Why the thread that runs can only read. */
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
   * Opens the history in the data folder: makes it, migrates it after a checked backup, or sets a damaged one aside
   * and begins an empty one (`notice`). Messages that were streaming when the app last ended are closed as failed.
   *
   * @param options - `inMemory` begins an empty history that leaves nothing on the disk
   * @throws SarviError `history-newer-version` (the file is left as it was), `disk-full`, `history-unavailable`
   */
  static async open(ports: HistoryPorts, { inMemory = false } = {}): Promise<History> {
    const history = new History(ports, inMemory);
    await history.#running();
    return history;
  }

  /**
   * The same, but a history that cannot be opened now is no reason to throw: each request tries again, and a backup can
   * be put in its place meanwhile. `notice` tells why.
   */
  static async openIfPossible(ports: HistoryPorts): Promise<History> {
    const history = new History(ports);
    await history.#running().catch(() => undefined);
    return history;
  }

  /**
   * `history-damaged`, `history-index-rebuilt` or `history-cleaned`, with the path of the former database; what keeps it from
   * being opened; null when all is well. What was mended is told until someone has seen it, in whatever shell.
   */
  get notice(): SarviError | null {
    return this.#failure ?? this.#notice ?? keptNotice(this.#folder)?.notice ?? null;
  }

  /** Someone has seen the notice. */
  noticeSeen(): void {
    this.#notice = null;
    forgetNotice(this.#folder);
  }

  /** What a run of the command line has to say of the history: a notice that none has told yet. */
  async takeNotice(): Promise<SarviError | null> {
    const kept = keptNotice(this.#folder);
    if (kept === null) return this.#notice;
    if (kept.told) return null;
    await keepNotice(this.#folder, kept.notice, true);
    return kept.notice;
  }

  /** Hears of all that a renderer has to hear of, after it is kept. */
  onChange(listener: (change: HistoryChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Hears of a whole other history in the place of the former one; of the notice, when that was damaged. */
  onReplaced(listener: (notice: SarviError | null) => void): () => void {
    this.#replacedListeners.add(listener);
    return () => this.#replacedListeners.delete(listener);
  }

  /**
   * Closes the database while `act` works on its files, and opens what is there then. Requests that are made meanwhile
   * wait for that, and so does another one who wants it closed.
   *
   * @throws what `act` throws; the database is opened again all the same. SarviError `history-unavailable` once closed
   */
  whileClosed<Value>(act: () => Promise<Value>): Promise<Value> {
    return this.#oneAtATime(() => this.#replace(act, 'other'));
  }

  async #oneAtATime<Value>(replace: () => Promise<Value>): Promise<Value> {
    this.#requireOpen();
    // At once when nobody is before it: who asks for something after this call gets it of what is there then.
    const replaced = this.#replacing === null ? replace() : this.#replacing.then(replace);
    const ended = replaced.then(noValue, noValue).then(() => {
      if (this.#replacing === ended) this.#replacing = null;
    });
    this.#replacing = ended;
    return replaced;
  }

  /** @param history - what `act` leaves there: the same one, in which this process writes on, or another */
  async #replace<Value>(act: () => Promise<Value>, history: 'same' | 'other'): Promise<Value> {
    this.#requireOpen();
    const before = this.#thread;
    // The end of the present thread is no reason to start another one.
    this.#starts += 1;
    const acted = (async (): Promise<Value> => {
      const thread = await before?.catch(() => null);
      await Promise.all([thread?.close(), this.#searcher.end()]);
      await this.#exit;
      const value = await act();
      // Answers that were growing when the other history was copied do not grow any more: this is another writer.
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
   * Asks the thread one of the requests of `HistoryProtocol`.
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
      // What kept it from being written to may have been mended since.
      if (readOnlyReason === null || SarviError.from(error).code !== readOnlyReason.code || !this.#mayWriteNow())
        throw error;
      if (this.#readOnlyReason === readOnlyReason)
        await this.#oneAtATime(() => this.#replace(() => Promise.resolve(), 'same'));
      return (await this.#running()).ask(name, input, this.#ports.now());
    }
  }

  /**
   * Sees what was kept before it was asked. Other requests do not wait for it: it has a thread of its own.
   *
   * @throws SarviError `cancelled` when a newer search of the same series came
   */
  async search(input: RequestInput<'search'>): Promise<RequestOutput<'search'>> {
    this.#requireOpen();
    await this.#running();
    return this.#searcher.search(input);
  }

  /** Answers what has been asked and closes the database. Nothing can be asked afterwards. */
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

  /** Makes it the thread that requests wait for, until it turns out not to start. */
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
        // The end of a thread that could not open its database may come after its successor's start.
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

/** Nobody else sees a history in memory. */
const ALONE: Writer = { id: 'alone', release: () => undefined };

function noValue(): void {
  // What came of it is for its own caller.
}
