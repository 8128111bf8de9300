import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import type { ParentComparison, ParentComparisonConfiguration } from '#contract/parent-comparisons';
import { removeWorkFolder, requireUnclaimed, workFoldersIn } from '../work-folders.ts';
import { ComparisonAtWork, type ComparedModels, type ComparisonParts } from './comparison-at-work.ts';
import { makeComparisonFolder, scoresVersion } from './comparison-files.ts';
import { ComparisonState } from './comparison-state.ts';
import type { HeldOutRow } from './held-out-row.ts';

export interface ParentComparisonsParts extends ComparisonParts {
  /** `lineage` in the data folder. */
  readonly folder: string;
  readonly now: () => number;
  /** Looks for the models, and checks that they are still the same. @throws SarviError */
  readonly modelsOf: (configuration: ParentComparisonConfiguration) => Promise<ComparedModels>;
}

/** Comparisons of children with their parents on disk, and those that are being worked on. */
export class ParentComparisons {
  readonly #parts: ParentComparisonsParts;
  readonly #atWork = new Map<string, ComparisonAtWork>();
  /** Why comparisons paused by themselves. */
  readonly #errors = new Map<string, SarviError>();
  /** As they were on disk, so that lists need not read all rows again. */
  readonly #listed = new Map<string, { readonly version: string; readonly comparison: ParentComparison }>();
  #isClosing = false;

  constructor(parts: ParentComparisonsParts) {
    this.#parts = parts;
  }

  /** Newest first; what cannot be read is left out. @throws SarviError `path-unreadable` */
  async list(): Promise<ParentComparison[]> {
    const found: ParentComparison[] = [];
    for (const id of await workFoldersIn(this.#parts.folder)) {
      const comparison = await this.#listedOne(id).catch((error: unknown) => {
        this.#parts.log.warn('a comparison with a parent cannot be read', { id, error: String(error) });
        return null;
      });
      if (comparison) found.push(comparison);
    }
    return found.sort((a, b) => b.createdAt - a.createdAt || a.id.localeCompare(b.id));
  }

  /** @throws SarviError `evaluation-unknown`, `evaluation-damaged` */
  async status(id: string): Promise<ParentComparison> {
    const working = this.#atWork.get(id);
    if (working) return working.status;
    return { ...(await this.state(id)).comparison, error: this.#errors.get(id)?.toReport() ?? null };
  }

  /** With all rows. @throws SarviError `evaluation-unknown`, `evaluation-damaged` */
  async state(id: string): Promise<ComparisonState> {
    return this.#atWork.get(id)?.state ?? ComparisonState.read(this.#folderOf(id));
  }

  /** One of this configuration, or a new one. @throws SarviError `write-failed`, `disk-full` */
  async find(configuration: ParentComparisonConfiguration, rows: readonly HeldOutRow[]): Promise<ParentComparison> {
    const same = (await this.list()).find((each) => each.configuration.digest === configuration.digest);
    if (same) return same;
    const createdAt = this.#parts.now();
    const id = `${new Date(createdAt).toISOString().slice(0, 10)}-${randomUUID().slice(0, 8)}`;
    await makeComparisonFolder(this.#folderOf(id), { version: 1, id, createdAt, configuration }, rows);
    const made = await this.status(id);
    this.#parts.tell(made);
    return made;
  }

  /** Begins or continues. @throws SarviError `evaluation-unknown`, `evaluation-running-elsewhere`, `evaluation-damaged` */
  async start(id: string): Promise<ParentComparison> {
    const state = await this.state(id);
    if (this.#atWork.has(id) || state.phase === 'ended' || this.#isClosing) return this.status(id);
    const work = new ComparisonAtWork(this.#parts, this.#folderOf(id), state);
    work.start(() => this.#parts.modelsOf(state.file.configuration));
    this.#atWork.set(id, work);
    this.#errors.delete(id);
    void work.settled().then(() => {
      this.#atWork.delete(id);
      if (work.error) this.#errors.set(id, work.error);
    });
    return work.status;
  }

  /** @throws SarviError `evaluation-unknown`, `evaluation-damaged` */
  async pause(id: string): Promise<ParentComparison> {
    await this.#atWork.get(id)?.pause();
    return this.status(id);
  }

  /** Resolves when it does not run any more. @throws SarviError `evaluation-unknown`, `evaluation-damaged` */
  async settled(id: string): Promise<ParentComparison> {
    await this.#atWork.get(id)?.settled();
    return this.status(id);
  }

  /** @throws SarviError `evaluation-unknown`, `evaluation-running-elsewhere`, `write-failed` */
  async remove(id: string): Promise<void> {
    if (!(await workFoldersIn(this.#parts.folder)).includes(id)) throw new SarviError('evaluation-unknown');
    await this.#atWork.get(id)?.pause();
    const folder = this.#folderOf(id);
    requireUnclaimed(folder);
    this.#errors.delete(id);
    this.#listed.delete(id);
    await removeWorkFolder(folder);
  }

  async pauseAll(): Promise<void> {
    await Promise.all([...this.#atWork.values()].map((work) => work.pause()));
  }

  async dispose(): Promise<void> {
    this.#isClosing = true;
    await this.pauseAll();
  }

  async #listedOne(id: string): Promise<ParentComparison> {
    if (this.#atWork.has(id)) return this.status(id);
    const version = await scoresVersion(this.#folderOf(id));
    const listed = this.#listed.get(id);
    const comparison =
      listed?.version === version ? listed.comparison : (await ComparisonState.read(this.#folderOf(id))).comparison;
    this.#listed.set(id, { version, comparison });
    return { ...comparison, error: this.#errors.get(id)?.toReport() ?? null };
  }

  #folderOf(id: string): string {
    return join(this.#parts.folder, id);
  }
}
