import { randomUUID } from 'node:crypto';
import { SarviError } from '#contract/errors';
import type { TransferJob } from '#contract/transfers';
import type { JobId } from '#contract/primitives';
import type { Ports } from '../../ports.ts';
import type { History } from '../history.ts';
import { refuseOwnData } from '../../refuse-own-data.ts';
import { exportConversations, type ExportRequest } from './export-conversations.ts';
import { requireContent } from './require-content.ts';
import { findImport, importConversations } from './import-conversations.ts';

type TransferPorts = Pick<Ports, 'version' | 'now' | 'log' | 'folders' | 'entries'>;

interface Running {
  job: TransferJob;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Often enough for a smooth bar. */
const PROGRESS_INTERVAL_MS = 100;

/** The imports and exports of conversations of this run. */
export class TransferJobs {
  readonly #ports: TransferPorts;
  readonly #history: History;
  readonly #onChange: (job: TransferJob) => void;
  readonly #jobs = new Map<JobId, Running>();

  constructor(ports: TransferPorts, history: History, onChange: (job: TransferJob) => void) {
    this.#ports = ports;
    this.#history = history;
    this.#onChange = onChange;
  }

  list(): TransferJob[] {
    return [...this.#jobs.values()].map(({ job }) => job);
  }

  /** @throws SarviError `path-missing`, `path-unreadable`, `transfer-unrecognised`, `transfer-newer-version` */
  async startImport(path: string): Promise<JobId> {
    const running = [...this.#jobs.values()].find(
      ({ job }) => job.kind === 'import' && job.path === path && job.state === 'running',
    );
    if (running) return running.job.id;
    const found = await findImport(this.#history, path);
    const start = { kind: 'import' as const, path, bytesTotal: found.sizeBytes, conversationsTotal: null };
    return this.#start(start, (signal, update) =>
      importConversations(this.#history, found, { signal, onProgress: update }),
    );
  }

  /** @throws SarviError `conversation-unknown`, `path-exists`, `path-own-data` */
  async startExport(request: ExportRequest): Promise<JobId> {
    const { path, conversationIds } = request;
    if ([...this.#jobs.values()].some(({ job }) => job.path === path && job.state === 'running')) {
      throw new SarviError('path-exists', { path });
    }
    await refuseOwnData(path, this.#ports.folders.data);
    await requireContent(this.#history, request);
    const ids = conversationIds ?? (await this.#history.ask('listForExport', {}));
    const facts = { version: this.#ports.version, nowMs: this.#ports.now(), entry: this.#ports.entries.document };
    const start = { kind: 'export' as const, path, bytesTotal: null, conversationsTotal: ids.length };
    return this.#start(start, (signal, update) =>
      exportConversations(this.#history, request, ids, facts, { signal, onProgress: update }),
    );
  }

  /** Resolves when the job has ended in whatever way, with its last state. @throws SarviError `transfer-unknown` */
  async ended(jobId: JobId): Promise<TransferJob> {
    const running = this.#find(jobId);
    await running.ended;
    return running.job;
  }

  /** Asks a running job to end; the rest comes as its changes. */
  abort(jobId: JobId): void {
    this.#jobs.get(jobId)?.abort.abort();
  }

  /** Ends a job, or takes an ended one off the list. @throws SarviError `transfer-unknown` */
  async cancel(jobId: JobId): Promise<void> {
    const running = this.#find(jobId);
    if (running.job.state !== 'running') {
      this.#jobs.delete(jobId);
      return;
    }
    running.abort.abort();
    await running.ended;
  }

  /** Ends every running job and waits for that. */
  async endAll(): Promise<void> {
    for (const { abort } of this.#jobs.values()) abort.abort();
    await Promise.all([...this.#jobs.values()].map(({ ended }) => ended));
  }

  #find(jobId: JobId): Running {
    const running = this.#jobs.get(jobId);
    if (!running) throw new SarviError('transfer-unknown', { job: jobId });
    return running;
  }

  #start(
    start: Pick<TransferJob, 'kind' | 'path' | 'bytesTotal' | 'conversationsTotal'>,
    work: (signal: AbortSignal, update: (change: Partial<TransferJob>) => void) => Promise<void>,
  ): JobId {
    const abort = new AbortController();
    const job: TransferJob = {
      ...start,
      id: randomUUID(),
      state: 'running',
      formats: [],
      bytesDone: 0,
      conversationsDone: 0,
      duplicates: 0,
      found: 0,
      refused: 0,
      skipped: 0,
      mended: 0,
      refusals: [],
      skips: [],
      mendings: [],
      error: null,
    };
    const ended = this.#run(job.id, abort.signal, work);
    this.#jobs.set(job.id, { job, abort, ended });
    this.#onChange(job);
    return job.id;
  }

  async #run(
    jobId: JobId,
    signal: AbortSignal,
    work: (signal: AbortSignal, update: (change: Partial<TransferJob>) => void) => Promise<void>,
  ): Promise<void> {
    // The caller puts the job into the list first.
    await Promise.resolve();
    let toldAt = 0;
    const update = (change: Partial<TransferJob>): void => {
      this.#change(jobId, change);
      const now = performance.now();
      if (now - toldAt < PROGRESS_INTERVAL_MS) return;
      toldAt = now;
      this.#tell(jobId);
    };
    try {
      await work(signal, update);
      this.#change(jobId, { state: 'finished' });
    } catch (thrown) {
      const error = SarviError.from(thrown);
      if (signal.aborted || error.code === 'cancelled') this.#change(jobId, { state: 'cancelled' });
      else {
        this.#ports.log.error('a transfer failed', { job: jobId, error: error.message });
        this.#change(jobId, { state: 'failed', error: error.toReport() });
      }
    }
    this.#tell(jobId);
  }

  #change(jobId: JobId, change: Partial<TransferJob>): void {
    const running = this.#jobs.get(jobId);
    if (running) running.job = { ...running.job, ...change };
  }

  #tell(jobId: JobId): void {
    const running = this.#jobs.get(jobId);
    if (running) this.#onChange(running.job);
  }
}
