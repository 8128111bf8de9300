import { randomUUID } from 'node:crypto';
import { SarviError } from '#contract/errors';
import { type ImportJob, type Inspection, type JobId, type ModelId, type QuantizationType } from '#contract/vocabulary';
import { INTERRUPTED, runConversion } from '../convert/run-conversion.ts';
import type { Ports } from '../ports.ts';
import { estimateSecondsLeft } from './estimate-seconds-left.ts';
import { isResumableImport, openImportFolder, removeImportFolder, type ImportFolder } from './import-folders.ts';
import { inPlaceFiles } from './in-place-files.ts';
import { inspectModel } from './inspect-model.ts';
import type { ModelLibrary } from './model-library.ts';
import type { ModelManifest } from './model-manifest.ts';
import { planImport, type ImportPlan, type ImportRequest } from './plan-import.ts';
import { modelChecksum } from './verify-model.ts';

/** Loads a finished file once, in a process that may die of it. @throws SarviError `gguf-refused`, `cancelled` */
export type TryModel = (path: string, signal: AbortSignal) => Promise<void>;

interface Running {
  job: ImportJob;
  /** See `importKey`. */
  readonly key: string;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Often enough for a smooth bar. */
const PROGRESS_INTERVAL_MS = 100;

/** The imports of this run: each turns one checkpoint or GGUF file into a model of the library, or leaves nothing. */
export class ImportJobs {
  readonly #ports: Ports;
  readonly #library: ModelLibrary;
  readonly #tryModel: TryModel;
  readonly #onChange: (job: ImportJob) => void;
  readonly #jobs = new Map<JobId, Running>();

  constructor(ports: Ports, library: ModelLibrary, tryModel: TryModel, onChange: (job: ImportJob) => void) {
    this.#ports = ports;
    this.#library = library;
    this.#tryModel = tryModel;
    this.#onChange = onChange;
  }

  list(): ImportJob[] {
    return [...this.#jobs.values()].map(({ job }) => job);
  }

  /**
   * Starts an import, or answers the running one of the same request. What can be seen without converting is checked
   * first, so that a bad source fails here.
   *
   * @throws SarviError the source's first problem; `invalid-input`, and as `planImport`
   */
  async start(request: ImportRequest): Promise<JobId> {
    const plan = await planImport(request, {
      resources: this.#ports.folders.resources,
      models: this.#library.folder,
    });
    const key = importKey(plan);
    const running = [...this.#jobs.values()].find(({ job, key: one }) => one === key && job.state === 'running');
    return running ? running.job.id : this.#start(plan, key);
  }

  /** Resolves when the job has ended in whatever way, with its last state. @throws SarviError `import-unknown` */
  async ended(jobId: JobId): Promise<ImportJob> {
    const running = this.#jobs.get(jobId);
    if (!running) throw new SarviError('import-unknown', { job: jobId });
    await running.ended;
    return running.job;
  }

  /** Asks a running job to end; the rest comes as its changes. */
  abort(jobId: JobId): void {
    this.#jobs.get(jobId)?.abort.abort();
  }

  /** Ends a job, waits until nothing of it is left, and takes it off the list. @throws SarviError `import-unknown` */
  async cancel(jobId: JobId): Promise<void> {
    const running = this.#jobs.get(jobId);
    if (!running) throw new SarviError('import-unknown', { job: jobId });
    running.abort.abort();
    await running.ended;
    this.#jobs.delete(jobId);
  }

  /** Ends all jobs; what they have written stays, for the same imports to go on from. */
  async dispose(): Promise<void> {
    for (const { abort } of this.#jobs.values()) abort.abort(INTERRUPTED);
    await Promise.all([...this.#jobs.values()].map(({ ended }) => ended));
  }

  #start(plan: ImportPlan, key: string): JobId {
    const abort = new AbortController();
    const job: ImportJob = {
      id: randomUUID(),
      name: plan.name,
      quantization: plan.quantization,
      state: 'running',
      phase: 'reading',
      bytesDone: 0,
      bytesTotal: sizeOf(plan.source, plan.quantization),
      secondsLeft: null,
      modelId: null,
      error: null,
    };
    const ended = this.#run(job.id, plan, abort.signal);
    this.#jobs.set(job.id, { job, key, abort, ended });
    this.#onChange(job);
    return job.id;
  }

  async #run(jobId: JobId, plan: ImportPlan, signal: AbortSignal): Promise<void> {
    // The caller puts the job into the list first.
    await Promise.resolve();
    const { source, name, inPlace } = plan;
    let place: ImportFolder | null = null;
    try {
      await this.#library.discardLeftovers();
      place = await openImportFolder(this.#library.folder, importKey(plan), name);
      const modelId = inPlace
        ? await this.#takeInPlace(jobId, plan, place, signal)
        : await this.#takeIn(jobId, plan, place, signal);
      place = null;
      this.#update(jobId, { state: 'finished', phase: 'ended', secondsLeft: 0, modelId });
    } catch (thrown) {
      const error = SarviError.from(thrown);
      if (place) await this.#leave(place, await this.#isToBeGoneOnWith(place, signal, error));
      const cancelled = signal.aborted || error.code === 'cancelled';
      if (!cancelled) this.#ports.log.error('import failed', { path: source.path, error: error.message });
      this.#update(
        jobId,
        cancelled
          ? { state: 'cancelled', phase: 'ended', secondsLeft: null }
          : { state: 'failed', phase: 'ended', secondsLeft: null, error: error.toReport() },
      );
    }
  }

  /** Converts, requantizes, joins or copies the source into the library. */
  async #takeIn(jobId: JobId, plan: ImportPlan, place: ImportFolder, signal: AbortSignal): Promise<ModelId> {
    const { source, quantization, name, jobs, imatrixPath } = plan;
    const startedAt = this.#ports.now();
    const summary = await runConversion(this.#ports, {
      checkpointPath: source.path,
      outputPath: place.filePath,
      quantization,
      keepsJournal: true,
      name,
      signal,
      onProgress: (progress) => {
        const { resumedBytes, ...shown } = progress;
        const secondsLeft = estimateSecondsLeft({ ...shown, resumedBytes }, this.#ports.now() - startedAt);
        const copying = quantization === null && progress.phase === 'converting';
        this.#update(jobId, { ...shown, ...(copying ? { phase: 'copying' } : {}), secondsLeft });
      },
      ...(jobs === undefined ? {} : { jobs }),
      ...(imatrixPath === undefined ? {} : { imatrixPath }),
    });
    this.#ports.log.info('converted a model', { ...summary });
    return this.#publish(plan, place, { path: place.filePath, checksum: summary.checksum }, signal);
  }

  /** Keeps nothing of the source but where it lies, what it is, and its checksum. */
  async #takeInPlace(jobId: JobId, plan: ImportPlan, place: ImportFolder, signal: AbortSignal): Promise<ModelId> {
    const inPlace = await inPlaceFiles(plan.source.path);
    const [first, ...others] = inPlace.map(({ path }) => path);
    if (first === undefined) throw new SarviError('path-missing', { path: plan.source.path });
    const bytesTotal = inPlace.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    let bytesDone = 0;
    let toldAt = 0;
    const checksum = await modelChecksum([first, ...others], {
      signal,
      onRead: (sizeBytes) => {
        bytesDone += sizeBytes;
        const now = this.#ports.now();
        if (now - toldAt < PROGRESS_INTERVAL_MS) return;
        toldAt = now;
        this.#update(jobId, { phase: 'checking', bytesDone, bytesTotal });
      },
    });
    return this.#publish(plan, place, { path: first, checksum, inPlace }, signal);
  }

  async #publish(
    { source, name }: ImportPlan,
    { folder }: ImportFolder,
    { path, ...kept }: { path: string } & Pick<ModelManifest, 'checksum' | 'inPlace'>,
    signal: AbortSignal,
  ): Promise<ModelId> {
    this.#ports.log.info('checking an imported model', { name, path });
    const result = await inspectModel(path, this.#library.folder);
    const problem = result.problems[0];
    if (problem) throw SarviError.fromReport(problem);
    await this.#tryModel(path, signal);
    if (signal.aborted) throw new SarviError('cancelled');
    return this.#library.publish(folder, {
      name,
      family: source.family,
      facts: { ...result.facts, licence: result.facts.licence ?? source.facts.licence },
      sampling: source.sampling,
      ...kept,
    });
  }

  /** Never throws: what cannot be removed now is cleared away before the next import. */
  async #leave({ claim, folder }: ImportFolder, isKept: boolean): Promise<void> {
    try {
      if (isKept) claim.release();
      else await removeImportFolder(folder, claim);
    } catch (error) {
      this.#ports.log.warn('an import left something behind', { folder, error: String(error) });
    }
  }

  /**
   * What is written stays for the next import of the same when the app closes, the conversion process dies, or the
   * disk is full in the middle.
   */
  async #isToBeGoneOnWith({ folder }: ImportFolder, signal: AbortSignal, { code }: SarviError): Promise<boolean> {
    if (signal.aborted) return signal.reason === INTERRUPTED;
    if (code === 'disk-full') return isResumableImport(folder, this.#ports);
    return code === 'conversion-crashed' || code === 'conversion-running';
  }

  #update(jobId: JobId, change: Partial<ImportJob>): void {
    const running = this.#jobs.get(jobId);
    if (!running) return;
    running.job = { ...running.job, ...change };
    this.#onChange(running.job);
  }
}

/** What is imported and how, the same for the same however it was asked for. */
function importKey({ source, quantization, imatrixPath, name, inPlace }: ImportPlan): string {
  return JSON.stringify([source.path, quantization, imatrixPath, name, inPlace]);
}

function sizeOf(inspection: Inspection, quantization: QuantizationType | null): number {
  const size = inspection.sizes.find((one) => one.quantization === quantization);
  return size?.sizeBytes ?? inspection.facts.sizeBytes;
}
