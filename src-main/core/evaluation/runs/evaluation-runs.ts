import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { EvaluationConfiguration, EvaluationRun } from '#contract/evaluations';
import { SarviError } from '#contract/errors';
import { removeWorkFolder, requireUnclaimed, workFoldersIn } from '../../work-folders.ts';
import type { TaskSample } from '../task.ts';
import { RunAtWork, type RunModels, type WorkParts } from './run-at-work.ts';
import { makeRunFolder, RUN_FILE, SAMPLES_FILE } from './run-files.ts';
import { RunState } from './run-state.ts';
import { taskOf } from './tasks.ts';

export interface EvaluationRunsParts extends WorkParts {
  /** `evaluations` in the data folder. */
  readonly folder: string;
  /** Looks for the models of a run, and checks that they are still the same. @throws SarviError */
  readonly modelsOf: (configuration: EvaluationConfiguration) => Promise<RunModels>;
}

/** Runs that were looked at last stay in memory. */
const MOST_KEPT = 8;

/** The runs on disk, and those that are being worked on. */
export class EvaluationRuns {
  readonly #parts: EvaluationRunsParts;
  readonly #atWork = new Map<string, RunAtWork>();
  readonly #kept = new Map<string, { readonly version: string; readonly state: RunState }>();
  /** The status of each run on disk, so that lists need not read all samples again. */
  readonly #listed = new Map<string, { readonly version: string; readonly run: EvaluationRun }>();
  /** Why runs paused by themselves. */
  readonly #errors = new Map<string, SarviError>();
  #isClosing = false;

  constructor(parts: EvaluationRunsParts) {
    this.#parts = parts;
  }

  /** Newest first; what cannot be read is left out. @throws SarviError `path-unreadable` */
  async list(): Promise<EvaluationRun[]> {
    const runs: EvaluationRun[] = [];
    for (const id of await workFoldersIn(this.#parts.folder)) {
      const run = await this.#listedRun(id).catch((error: unknown) => {
        this.#parts.log.warn('an evaluation cannot be read', { id, error: String(error) });
        return null;
      });
      if (run) runs.push(run);
    }
    return runs.sort((a, b) => b.createdAt - a.createdAt || a.id.localeCompare(b.id));
  }

  /** @throws SarviError `evaluation-unknown`, `evaluation-damaged` */
  async status(id: string): Promise<EvaluationRun> {
    const working = this.#atWork.get(id);
    if (working) return working.status;
    return { ...(await this.state(id)).run, error: this.#errors.get(id)?.toReport() ?? null };
  }

  /** All samples of a run. @throws SarviError `evaluation-unknown`, `evaluation-damaged` */
  async state(id: string): Promise<RunState> {
    const working = this.#atWork.get(id);
    if (working) return working.state;
    const version = await this.#versionOf(id);
    const kept = this.#kept.get(id);
    const state = kept?.version === version ? kept.state : await RunState.read(this.#folderOf(id), taskOf);
    this.#kept.delete(id);
    this.#kept.set(id, { version, state });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return state;
  }

  /** @throws SarviError `write-failed`, `disk-full` */
  async create(configuration: EvaluationConfiguration, samples: readonly TaskSample[]): Promise<EvaluationRun> {
    const createdAt = this.#parts.now();
    const day = new Date(createdAt).toISOString().slice(0, 10);
    const id = `${configuration.task}-${day}-${randomUUID().slice(0, 8)}`;
    await makeRunFolder(this.#folderOf(id), { version: 1, id, createdAt, configuration }, samples);
    const { run } = await this.state(id);
    this.#parts.tell(run);
    return run;
  }

  /** Begins or continues. @throws SarviError `evaluation-unknown`, `evaluation-running-elsewhere`, `evaluation-damaged` */
  async start(id: string): Promise<EvaluationRun> {
    const state = await this.state(id);
    const working = this.#atWork.get(id);
    if (working || state.isFinished || this.#isClosing) return this.status(id);
    const run = new RunAtWork(this.#parts, this.#folderOf(id), state);
    run.start(() => this.#parts.modelsOf(state.file.configuration));
    this.#atWork.set(id, run);
    this.#kept.delete(id);
    this.#errors.delete(id);
    void run.settled().then(() => {
      this.#atWork.delete(id);
      if (run.error) this.#errors.set(id, run.error);
    });
    return run.status;
  }

  /** @throws SarviError `evaluation-unknown`, `evaluation-damaged` */
  async pause(id: string): Promise<EvaluationRun> {
    await this.#atWork.get(id)?.pause();
    return this.status(id);
  }

  /** @throws SarviError `evaluation-unknown`, `evaluation-running-elsewhere`, `write-failed` */
  async remove(id: string): Promise<void> {
    await this.#versionOf(id);
    await this.#atWork.get(id)?.pause();
    const folder = this.#folderOf(id);
    requireUnclaimed(folder);
    this.#kept.delete(id);
    this.#listed.delete(id);
    this.#errors.delete(id);
    await removeWorkFolder(folder);
  }

  async pauseAll(): Promise<void> {
    await Promise.all([...this.#atWork.values()].map((run) => run.pause()));
  }

  async dispose(): Promise<void> {
    this.#isClosing = true;
    await this.pauseAll();
  }

  #folderOf(id: string): string {
    return join(this.#parts.folder, id);
  }

  async #listedRun(id: string): Promise<EvaluationRun> {
    if (this.#atWork.has(id)) return this.status(id);
    const version = await this.#versionOf(id);
    const listed = this.#listed.get(id);
    const run = listed?.version === version ? listed.run : (await RunState.read(this.#folderOf(id), taskOf)).run;
    this.#listed.set(id, { version, run });
    return { ...run, error: this.#errors.get(id)?.toReport() ?? null };
  }

  /** Changes with the files of a run. @throws SarviError `evaluation-unknown` */
  async #versionOf(id: string): Promise<string> {
    const folder = this.#folderOf(id);
    const files = await Promise.all([RUN_FILE, SAMPLES_FILE].map((name) => stat(join(folder, name)).catch(() => null)));
    if (!files[0]?.isFile()) throw new SarviError('evaluation-unknown');
    return files.map((file) => (file ? `${file.size} ${file.mtimeMs}` : '–')).join(' ');
  }
}
