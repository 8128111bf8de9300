import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { JournalContent, JournalEntry, JournalHead } from '../core/convert/journal.ts';
import { fileError } from '../core/file-error.ts';

/**
 * How long rows are collected before one sync. Only one sync runs at a time, so a slow disk makes the groups larger and
 * not the conversion slower; a power cut loses about this much work and one sync.
 */
const GROUP_MS = 250;

/** Writes entries of durable rows: syncs the output first, then writes the lines. */
export class JournalWriter {
  readonly #file: FileHandle;
  readonly #path: string;
  readonly #sync: () => Promise<void>;
  readonly #ended = new AbortController();
  readonly #loop: Promise<void>;
  #pending: JournalEntry[] = [];
  #failure: unknown = null;

  private constructor(file: FileHandle, path: string, sync: () => Promise<void>) {
    this.#file = file;
    this.#path = path;
    this.#sync = sync;
    this.#loop = this.#flushInGroups();
  }

  /**
   * Starts a journal, or continues after the sound lines of an existing one.
   *
   * @param sync - makes the written part of the output durable
   * @throws SarviError `write-failed`, `disk-full`
   */
  static async open(
    path: string,
    head: JournalHead,
    before: JournalContent | null,
    sync: () => Promise<void>,
  ): Promise<JournalWriter> {
    try {
      const file = await open(path, before ? 'r+' : 'wx');
      if (before) await file.truncate(before.soundBytes);
      else await file.write(`${JSON.stringify(head)}\n`, 0);
      await file.sync();
      // Lines are appended, wherever the file ends.
      await file.close();
      return new JournalWriter(await open(path, 'a'), path, sync);
    } catch (error) {
      throw fileError(error, path);
    }
  }

  /** Notes rows that were written but are not durable yet. @throws SarviError when an earlier group failed */
  note(entry: JournalEntry): void {
    if (this.#failure !== null) throw fileError(this.#failure, this.#path);
    this.#pending.push(entry);
  }

  /** Stops syncing and writing. */
  async stop(): Promise<void> {
    this.#ended.abort();
    await this.#loop;
  }

  /** Writes the remaining entries, whose rows are durable by now. @throws SarviError `write-failed`, `disk-full` */
  async finish(): Promise<void> {
    if (this.#failure !== null) throw fileError(this.#failure, this.#path);
    try {
      await this.#append(this.#pending);
    } catch (error) {
      throw fileError(error, this.#path);
    }
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#file.close();
  }

  async #flushInGroups(): Promise<void> {
    const { signal } = this.#ended;
    while (!signal.aborted && this.#failure === null) {
      await pause(GROUP_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted || this.#pending.length === 0) continue;
      const group = this.#pending;
      this.#pending = [];
      try {
        await this.#sync();
        await this.#append(group);
      } catch (error) {
        this.#failure = error;
      }
    }
  }

  async #append(group: readonly JournalEntry[]): Promise<void> {
    if (group.length > 0) await this.#file.write(group.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }
}
