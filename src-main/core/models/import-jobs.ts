import { SarviError } from '#contract/errors';
import type { ImportJob } from '#contract/imports';
import type { JobId, ModelId } from '#contract/primitives';
import { AwakeTime } from '../awake-time.ts';
import type { SourceFile } from '../convert/journal.ts';
import { INTERRUPTED, runConversion } from '../convert/run-conversion.ts';
import type { Ports } from '../ports.ts';
import { secondsLeftEstimator } from './estimate-seconds-left.ts';
import {
  discardImportFolder,
  importFolderPath,
  openImportFolder,
  removeImportFolder,
  type ImportFolder,
} from './import-folders.ts';
import { isUnfinished, newJob } from './import-job.ts';
import { inPlaceFiles } from './in-place-files.ts';
import { inspectModel } from './inspect-model.ts';
import { canContinue, findInterrupted, keepRequest } from './interrupted-imports.ts';
import type { ModelLibrary } from './model-library.ts';
import type { ModelManifest } from './model-manifest.ts';
import { preTokenizerFinder, type FindPreTokenizer } from './pre-tokenizer-finder.ts';
import { importKey, planImport, sizeOf, type ImportPlan, type ImportRequest } from './plan-import.ts';
import { checksumBrought, readChecksum, requireAsWritten } from './source-checksum.ts';
import { ImportQueue } from './import-queue.ts';

/**
 * Loads a finished file once, in a process that may crash because of it. @throws SarviError `gguf-refused`, `cancelled`
 */
export type TryModel = (path: string, signal: AbortSignal) => Promise<void>;

interface Running {
  job: ImportJob;
  readonly request: ImportRequest;
  /** The same import has the same folder. */
  readonly folder: string;
  abort: AbortController;
  ended: Promise<void>;
}

/**
 * The imports of this run and the unfinished ones of earlier runs. Each makes a model of the library from a checkpoint
 * or GGUF file; an unfinished one leaves only what it can continue from.
 */
export class ImportJobs {
  readonly #ports: Ports;
  readonly #library: ModelLibrary;
  readonly #tryModel: TryModel;
  readonly #onChange: (job: ImportJob) => void;
  readonly #findPreTokenizer: FindPreTokenizer;
  readonly #jobs = new Map<JobId, Running>();
  readonly #queue = new ImportQueue();

  constructor(
    ports: Ports,
    library: ModelLibrary,
    tryModel: TryModel,
    onChange: (job: ImportJob) => void,
    findPreTokenizer: FindPreTokenizer = preTokenizerFinder(ports),
  ) {
    this.#ports = ports;
    this.#library = library;
    this.#tryModel = tryModel;
    this.#onChange = onChange;
    this.#findPreTokenizer = findPreTokenizer;
  }

  list(): ImportJob[] {
    return [...this.#jobs.values()].map(({ job }) => job);
  }

  /**
   * Starts an import, or answers the running one of the same request. Everything that can be checked without converting
   * is checked first, so that a bad source fails here.
   *
   * @throws SarviError the source's first problem; `invalid-input`, and as `planImport`
   */
  async start(request: ImportRequest): Promise<JobId> {
    const plan = await this.#plan(request);
    const folder = importFolderPath(this.#library.folder, importKey(plan));
    const known = [...this.#jobs.values()].find((one) => one.folder === folder && isUnfinished(one.job));
    if (!known) return this.#start(plan, request, folder);
    if (known.job.state === 'paused') this.#goOn(known, plan);
    return known.job.id;
  }

  /** Lists the imports that were interrupted by the end of the app or the machine. */
  async findInterrupted(): Promise<void> {
    const found = await Promise.all(this.#library.places.present.map((root) => findInterrupted(root, this.#ports)));
    for (const { folder, request, name, quantization, bytesDone, bytesTotal } of found.flat()) {
      const job: ImportJob = { ...newJob(name, quantization, bytesTotal), state: 'paused', phase: 'ended', bytesDone };
      this.#jobs.set(job.id, { job, request, folder, abort: new AbortController(), ended: Promise.resolve() });
    }
  }

  /** Stops a running job so that it can continue later, and waits for its end. @throws SarviError `import-unknown` */
  async pause(jobId: JobId): Promise<void> {
    const running = this.#find(jobId);
    running.abort.abort(INTERRUPTED);
    await running.ended;
  }

  /** Continues a paused or failed job. @throws SarviError `import-unknown`, and as `start` */
  async resume(jobId: JobId): Promise<void> {
    const stopped = this.#find(jobId);
    const plan = await this.#plan(stopped.request);
    if (stopped.job.state === 'paused' || stopped.job.state === 'failed') this.#goOn(stopped, plan);
  }

  /** Resolves with the job's last state when it has ended. @throws SarviError `import-unknown` */
  async ended(jobId: JobId): Promise<ImportJob> {
    const running = this.#find(jobId);
    await running.ended;
    return running.job;
  }

  /** Asks a running job to end; its changes report the end. */
  abort(jobId: JobId): void {
    this.#jobs.get(jobId)?.abort.abort();
  }

  /** Ends a job, waits until its files are removed, and takes it off the list. @throws SarviError `import-unknown` */
  async cancel(jobId: JobId): Promise<void> {
    const running = this.#find(jobId);
    running.abort.abort();
    await running.ended;
    // A cancelled import cannot be continued.
    if (isUnfinished(running.job) || running.job.state === 'failed') {
      await discardImportFolder(running.folder, running.job.name);
    }
    this.#jobs.delete(jobId);
    // A running job has reported its end; a paused one has not.
    if (running.job.state === 'paused') this.#onChange({ ...running.job, state: 'cancelled' });
  }

  /** Ends and removes all jobs. @throws SarviError `write-failed` */
  async cancelAll(): Promise<void> {
    for (const jobId of [...this.#jobs.keys()]) await this.cancel(jobId);
  }

  /** Ends all jobs; the same imports can continue from what was written. */
  async dispose(): Promise<void> {
    for (const { abort } of this.#jobs.values()) abort.abort(INTERRUPTED);
    await Promise.all([...this.#jobs.values()].map(({ ended }) => ended));
  }

  async #plan(request: ImportRequest): Promise<ImportPlan> {
    this.#library.places.requireFolder();
    const { resources } = this.#ports.folders;
    return planImport(request, {
      ...{ resources, models: this.#library.folder, known: await this.#library.list() },
      findPreTokenizer: this.#findPreTokenizer,
    });
  }

  #find(jobId: JobId): Running {
    const running = this.#jobs.get(jobId);
    if (!running) throw new SarviError('import-unknown', { job: jobId });
    return running;
  }

  #start(plan: ImportPlan, request: ImportRequest, folder: string): JobId {
    const abort = new AbortController();
    const job = newJob(plan.name, plan.quantization, sizeOf(plan.source, plan.quantization));
    const ended = this.#run(job.id, plan, request, abort.signal);
    this.#jobs.set(job.id, { job, request, folder, abort, ended });
    this.#onChange(job);
    return job.id;
  }

  #goOn(stopped: Running, plan: ImportPlan): void {
    stopped.abort = new AbortController();
    this.#update(stopped.job.id, { state: 'running', phase: 'reading', secondsLeft: null, error: null });
    stopped.ended = this.#run(stopped.job.id, plan, stopped.request, stopped.abort.signal);
  }

  async #run(jobId: JobId, plan: ImportPlan, request: ImportRequest, signal: AbortSignal): Promise<void> {
    // The caller first puts the job into the list.
    await Promise.resolve();
    const { source, name, quantization, inPlace } = plan;
    let place: ImportFolder | null = null;
    // A mere copy needs no cores and does not wait.
    const queued =
      quantization === null ? null : this.#queue.take(signal, () => this.#update(jobId, { phase: 'waiting' }));
    // The rejection is handled where it is awaited.
    void queued?.catch(() => undefined);
    try {
      await this.#library.discardLeftovers();
      place = await openImportFolder(this.#library.folder, importKey(plan), name);
      const { jobs: _, ...kept } = request;
      // Written before the wait, so that the next start finds imports that waited.
      const bytesTotal = sizeOf(source, quantization);
      await keepRequest(place.folder, { name, quantization, bytesTotal, request: kept });
      if ((await queued) !== null) this.#update(jobId, { phase: 'reading' });
      const modelId = inPlace
        ? await this.#takeInPlace(jobId, plan, place, signal)
        : await this.#takeIn(jobId, plan, place, signal);
      place = null;
      this.#update(jobId, { state: 'finished', phase: 'ended', secondsLeft: 0, modelId });
    } catch (thrown) {
      const error = SarviError.from(thrown);
      if (place) await this.#leave(place, await canContinue(place.folder, this.#ports, { signal, error }));
      const cancelled = signal.aborted || error.code === 'cancelled';
      if (!cancelled) this.#ports.log.error('import failed', { path: source.path, error: error.message });
      const ended = { phase: 'ended', secondsLeft: null } as const;
      if (!cancelled) this.#update(jobId, { ...ended, state: 'failed', error: error.toReport() });
      else this.#update(jobId, { ...ended, state: signal.reason === INTERRUPTED ? 'paused' : 'cancelled' });
    } finally {
      void queued?.then(
        (end) => end(),
        () => undefined,
      );
    }
  }

  /** Converts, requantizes, joins or copies the source into the library. */
  async #takeIn(jobId: JobId, plan: ImportPlan, place: ImportFolder, signal: AbortSignal): Promise<ModelId> {
    const { source, quantization, name, jobs, imatrixPath } = plan;
    const brought = source.kind === 'gguf' ? await checksumBrought(source.path) : null;
    // A source that gets another type keeps none of its bytes, so all of them are checked now.
    if (brought !== null && quantization !== null) {
      requireAsWritten(source.path, brought, await this.#readChecksum(jobId, await inPlaceFiles(source.path), signal));
    }
    const awake = new AwakeTime(this.#ports);
    const secondsLeftOf = secondsLeftEstimator(() => awake.elapsedMs);
    const summary = await runConversion(this.#ports, {
      checkpointPath: source.path,
      outputPath: place.filePath,
      quantization,
      keepsJournal: true,
      name,
      preTokenizer: source.preTokenizer?.name ?? null,
      signal,
      onProgress: (progress) => {
        const { resumedBytes: _resumed, ...shown } = progress;
        const phase = quantization === null && shown.phase === 'converting' ? 'copying' : shown.phase;
        this.#update(jobId, { ...shown, phase, secondsLeft: secondsLeftOf(progress) });
      },
      ...(jobs === undefined ? {} : { jobs }),
      ...(imatrixPath === undefined ? {} : { imatrixPath }),
    }).finally(() => awake.dispose());
    if (quantization === null) requireAsWritten(source.path, brought, summary.checksum);
    this.#ports.log.info('converted a model', { ...summary });
    return this.#publish(plan, place, { path: place.filePath, checksum: summary.checksum }, signal);
  }

  /** Adds a model that stays in its place: only its path, its facts and its checksum are stored. */
  async #takeInPlace(jobId: JobId, plan: ImportPlan, place: ImportFolder, signal: AbortSignal): Promise<ModelId> {
    const { path } = plan.source;
    const inPlace = await inPlaceFiles(path);
    const checksum = await this.#readChecksum(jobId, inPlace, signal);
    requireAsWritten(path, await checksumBrought(path), checksum);
    return this.#publish(plan, place, { path, checksum, inPlace }, signal);
  }

  #readChecksum(jobId: JobId, files: readonly SourceFile[], signal: AbortSignal): Promise<string> {
    return readChecksum(files, { signal, now: this.#ports.now }, (bytesDone, bytesTotal) => {
      this.#update(jobId, { phase: 'checking', bytesDone, bytesTotal });
    });
  }

  async #publish(
    { source, name, lineage, licence }: ImportPlan,
    { folder }: ImportFolder,
    { path, ...kept }: { path: string } & Pick<ModelManifest, 'checksum' | 'inPlace'>,
    signal: AbortSignal,
  ): Promise<ModelId> {
    this.#ports.log.info('checking an imported model', { name, path });
    const result = await inspectModel(path, this.#library.folder, null);
    const problem = result.problems[0];
    if (problem) throw SarviError.fromReport(problem);
    await this.#tryModel(path, signal);
    if (signal.aborted) throw new SarviError('cancelled');
    return this.#library.publish(folder, {
      name,
      family: source.family,
      facts: { ...result.facts, licence: result.facts.licence ?? licence },
      sampling: source.sampling,
      ...kept,
      ...(lineage === null ? {} : { lineage }),
    });
  }

  /** Never throws: files that cannot be removed now are removed before the next import. */
  async #leave({ claim, folder }: ImportFolder, isKept: boolean): Promise<void> {
    try {
      if (isKept) claim.release();
      else await removeImportFolder(folder, claim);
    } catch (error) {
      this.#ports.log.warn('an import left something behind', { folder, error: String(error) });
    }
  }

  #update(jobId: JobId, change: Partial<ImportJob>): void {
    const running = this.#jobs.get(jobId);
    if (!running) return;
    running.job = { ...running.job, ...change };
    this.#onChange(running.job);
  }
}
