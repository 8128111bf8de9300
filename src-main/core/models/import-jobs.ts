import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { SarviError } from '#contract/errors';
import {
  DEFAULT_QUANTIZATION,
  type ImportJob,
  type Inspection,
  type JobId,
  type ModelId,
  type QuantizationType,
} from '#contract/vocabulary';
import { runConversion } from '../convert/run-conversion.ts';
import type { Ports } from '../ports.ts';
import { copyModelFile } from './copy-model-file.ts';
import { inspectModel } from './inspect-model.ts';
import type { ModelLibrary } from './model-library.ts';

export type ImportSource = { kind: 'guide' } | { kind: 'path'; path: string };

export interface ImportRequest {
  readonly source: ImportSource;
  readonly quantization?: QuantizationType | undefined;
  /** A file of llama.cpp's imatrix tool. */
  readonly imatrixPath?: string | undefined;
  readonly name?: string | undefined;
  /** Worker threads of a conversion; the machine's cores when missing. */
  readonly jobs?: number | undefined;
}

/** Loads a finished file once, in a process that may die of it. @throws SarviError `gguf-refused` */
export type TryModel = (path: string) => Promise<void>;

interface Running {
  job: ImportJob;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** So small a model loses nothing by eight bits, and is 6 MB in them. */
const GUIDE_QUANTIZATION: QuantizationType = 'Q8_0';
const GUIDE_NAME = 'Sarvi Guide';

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
   * Starts an import. What can be seen without converting is checked first, so that a bad source fails here.
   *
   * @throws SarviError the source's first problem
   */
  async start(request: ImportRequest): Promise<JobId> {
    const path =
      request.source.kind === 'guide' ? join(this.#ports.folders.resources, 'guide-model') : request.source.path;
    const inspection = await inspectModel(path, this.#library.folder);
    const problem = inspection.problems[0];
    if (problem) throw SarviError.fromReport(problem);

    const guide = request.source.kind === 'guide';
    const quantization =
      inspection.kind === 'gguf' ? null : (request.quantization ?? (guide ? GUIDE_QUANTIZATION : DEFAULT_QUANTIZATION));
    const name =
      request.name ?? (guide ? GUIDE_NAME : (inspection.facts.name ?? basename(path).replace(/\.gguf$/i, '')));
    const abort = new AbortController();
    const job: ImportJob = {
      id: randomUUID(),
      name,
      quantization,
      state: 'running',
      phase: 'reading',
      bytesDone: 0,
      bytesTotal: sizeOf(inspection, quantization),
      secondsLeft: null,
      modelId: null,
      error: null,
    };
    const ended = this.#run(job.id, inspection, quantization, name, request, abort.signal);
    this.#jobs.set(job.id, { job, abort, ended });
    this.#onChange(job);
    return job.id;
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

  async dispose(): Promise<void> {
    for (const { abort } of this.#jobs.values()) abort.abort();
    await Promise.all([...this.#jobs.values()].map(({ ended }) => ended));
  }

  async #run(
    jobId: JobId,
    inspection: Inspection,
    quantization: QuantizationType | null,
    name: string,
    { jobs, imatrixPath }: ImportRequest,
    signal: AbortSignal,
  ): Promise<void> {
    // The caller puts the job into the list first.
    await Promise.resolve();
    let folder: string | null = null;
    try {
      const place = await this.#library.beginImport();
      folder = place.folder;
      const startedAt = this.#ports.now();
      const onProgress = (progress: Pick<ImportJob, 'phase' | 'bytesDone' | 'bytesTotal'>): void => {
        const secondsLeft = estimateSecondsLeft(progress, this.#ports.now() - startedAt);
        this.#update(jobId, { ...progress, secondsLeft });
      };
      if (quantization === null) {
        await copyModelFile(inspection.path, place.filePath, { signal, onProgress });
      } else {
        const summary = await runConversion(this.#ports, {
          checkpointPath: inspection.path,
          outputPath: place.filePath,
          quantization,
          name,
          signal,
          onProgress,
          ...(jobs === undefined ? {} : { jobs }),
          ...(imatrixPath === undefined ? {} : { imatrixPath }),
        });
        this.#ports.log.info('converted a checkpoint', { ...summary });
      }
      const modelId = await this.#check(place, inspection, name, signal);
      folder = null;
      this.#update(jobId, { state: 'finished', phase: 'ended', secondsLeft: 0, modelId });
    } catch (thrown) {
      if (folder !== null) await this.#library.discard(folder);
      const error = SarviError.from(thrown);
      const cancelled = signal.aborted || error.code === 'cancelled';
      if (!cancelled) this.#ports.log.error('import failed', { path: inspection.path, error: error.message });
      this.#update(
        jobId,
        cancelled
          ? { state: 'cancelled', phase: 'ended', secondsLeft: null }
          : { state: 'failed', phase: 'ended', secondsLeft: null, error: error.toReport() },
      );
    }
  }

  async #check(
    place: { folder: string; filePath: string },
    source: Inspection,
    name: string,
    signal: AbortSignal,
  ): Promise<ModelId> {
    const bytesTotal = source.facts.sizeBytes;
    this.#ports.log.info('checking an imported model', { name, bytesTotal });
    const result = await inspectModel(place.filePath, this.#library.folder);
    const problem = result.problems[0];
    if (problem) throw SarviError.fromReport(problem);
    await this.#tryModel(place.filePath);
    if (signal.aborted) throw new SarviError('cancelled');
    return this.#library.publish(place.folder, {
      name,
      family: source.family,
      facts: { ...result.facts, licence: result.facts.licence ?? source.facts.licence },
      sampling: source.sampling,
    });
  }

  #update(jobId: JobId, change: Partial<ImportJob>): void {
    const running = this.#jobs.get(jobId);
    if (!running) return;
    running.job = { ...running.job, ...change };
    this.#onChange(running.job);
  }
}

function sizeOf(inspection: Inspection, quantization: QuantizationType | null): number {
  const size = inspection.sizes.find((one) => one.quantization === quantization);
  return size?.sizeBytes ?? inspection.facts.sizeBytes;
}

/** By the mean speed so far; null until a fiftieth is done, since the first figures mislead. */
function estimateSecondsLeft(progress: { bytesDone: number; bytesTotal: number }, elapsedMs: number): number | null {
  if (progress.bytesDone < progress.bytesTotal / 50 || progress.bytesDone === 0) return null;
  return ((progress.bytesTotal - progress.bytesDone) * elapsedMs) / progress.bytesDone / 1000;
}
