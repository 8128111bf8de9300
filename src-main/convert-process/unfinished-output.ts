import { access, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { SarviError } from '#contract/errors';
import { claimFile, type Claim } from '../core/claim-file.ts';
import type { ConversionTask } from '../core/convert/conversion-protocol.ts';
import {
  journalPath,
  lockPath,
  readJournal,
  sameHead,
  type JournalEntry,
  type JournalHead,
} from '../core/convert/journal.ts';
import { JournalWriter } from './journal-writer.ts';
import { OutputFile, type OpenFile } from './output-file.ts';
import { readFully } from '../core/positioned-io.ts';

export interface RowsToWrite {
  readonly tensor: string;
  /** Offset from the beginning of the file. */
  readonly offset: number;
  readonly sizeBytes: number;
}

/** A process whose parent was killed has ended within this time. */
const DYING_MS = 5000;

/**
 * The output of one conversion until it is finished: the file, the journal of its durable parts, and the claim that
 * excludes a second conversion. Continues the output of an interrupted conversion with the same plan.
 */
export class UnfinishedOutput {
  readonly #task: ConversionTask;
  readonly #claim: Claim;
  readonly #output: OutputFile;
  readonly #journal: JournalWriter;
  readonly #earlier: ReadonlyMap<number, JournalEntry>;
  /** Null when there is nothing to read back. */
  readonly #readBack: FileHandle | null;

  private constructor(parts: {
    task: ConversionTask;
    claim: Claim;
    output: OutputFile;
    journal: JournalWriter;
    entries: readonly JournalEntry[];
    readBack: FileHandle | null;
  }) {
    this.#task = parts.task;
    this.#claim = parts.claim;
    this.#output = parts.output;
    this.#journal = parts.journal;
    this.#readBack = parts.readBack;
    this.#earlier = new Map(parts.entries.map((entry) => [entry.offset, entry]));
  }

  /**
   * @param sizeBytes - of the whole output
   * @throws SarviError `conversion-running`, and those of `OutputFile.create`
   */
  static async open(
    task: ConversionTask,
    head: JournalHead,
    sizeBytes: number,
    openFile?: OpenFile,
  ): Promise<UnfinishedOutput> {
    const { temporaryPath } = task;
    const claim = await claimOutput(task);
    let output: OutputFile | null = null;
    let resumes = false;
    try {
      // It is finished, but its caller was interrupted before it took the file over.
      if (!(await exists(temporaryPath)) && (await exists(task.outputPath)) && task.keepsJournal) {
        await rename(task.outputPath, temporaryPath);
      }
      const found = await readJournal(journalPath(temporaryPath));
      const earlier = found !== null && sameHead(found.head, head) && (await exists(temporaryPath)) ? found : null;
      resumes = earlier !== null;
      if (!resumes) await removeFiles(temporaryPath);
      output = await OutputFile.create(temporaryPath, sizeBytes, { openFile, resumes });
      const created = output;
      const journal = await JournalWriter.open(journalPath(temporaryPath), head, earlier, () => created.sync());
      return new UnfinishedOutput({
        task,
        claim,
        output,
        journal,
        entries: earlier?.entries ?? [],
        readBack: resumes ? await open(temporaryPath, 'r') : null,
      });
    } catch (error) {
      if (resumes && isFull(error)) await output?.leave();
      else {
        await output?.abandon();
        await removeFiles(temporaryPath);
      }
      claim.release();
      throw error;
    }
  }

  /** Fills `target` with rows that an earlier run has written; false when they are missing or damaged. */
  async readEarlier({ tensor, offset, sizeBytes }: RowsToWrite, target: Uint8Array): Promise<boolean> {
    const entry = this.#earlier.get(offset);
    if (!this.#readBack || entry?.tensor !== tensor || entry.sizeBytes !== sizeBytes) return false;
    const bytes = target.subarray(0, sizeBytes);
    return (await readFully(this.#readBack, bytes, offset).catch(() => false)) && crc32(bytes) === entry.crc32;
  }

  /** Writes rows and notes them in the journal. @throws SarviError `disk-full`, `write-failed` */
  async writeRows({ tensor, offset, sizeBytes }: RowsToWrite, bytes: Uint8Array): Promise<void> {
    await this.#output.write(bytes, offset);
    this.#journal.note({ tensor, offset, sizeBytes, crc32: crc32(bytes) });
  }

  /** Writes bytes that every run writes again. @throws SarviError `disk-full`, `write-failed` */
  write(bytes: Uint8Array, offset: number): Promise<void> {
    return this.#output.write(bytes, offset);
  }

  /** Makes the whole file durable; it is then complete. @throws SarviError `disk-full`, `write-failed` */
  async seal(): Promise<void> {
    await this.#journal.stop();
    await this.#output.seal();
    await this.#journal.finish();
    await this.#journal.close();
    await this.#readBack?.close();
  }

  /** Gives the sealed file its name. @throws SarviError `write-failed` */
  async publish(): Promise<void> {
    const { temporaryPath, outputPath, keepsJournal } = this.#task;
    await this.#output.publish(outputPath);
    if (!keepsJournal) await rm(journalPath(temporaryPath), { force: true });
    this.#claim.release();
  }

  /**
   * Removes everything that was written. After a full disk the durable part stays if a caller may continue it, so that
   * hours of work are not lost.
   */
  async abandon(error: unknown): Promise<void> {
    const stays = isFull(error) && (this.#task.keepsJournal || this.#earlier.size > 0);
    if (stays) await this.#takeDown().catch(() => undefined);
    await this.#journal.close().catch(() => undefined);
    await this.#readBack?.close().catch(() => undefined);
    if (stays) await this.#output.leave();
    else {
      await this.#output.abandon();
      await removeFiles(this.#task.temporaryPath);
    }
    this.#claim.release();
  }

  async #takeDown(): Promise<void> {
    await this.#journal.stop();
    await this.#output.sync();
    await this.#journal.finish();
  }
}

/** Gives a conversion whose app was just killed a moment to end. */
async function claimOutput({ temporaryPath, outputPath }: ConversionTask): Promise<Claim> {
  const giveUpAt = performance.now() + DYING_MS;
  for (;;) {
    const result = claimFile(lockPath(temporaryPath));
    if ('claim' in result) return result.claim;
    if (performance.now() > giveUpAt) {
      throw new SarviError('conversion-running', { path: outputPath, processId: result.holder.processId });
    }
    await pause(50);
  }
}

function isFull(error: unknown): boolean {
  return error instanceof SarviError && error.code === 'disk-full';
}

async function removeFiles(temporaryPath: string): Promise<void> {
  await rm(temporaryPath, { force: true });
  await rm(journalPath(temporaryPath), { force: true });
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
