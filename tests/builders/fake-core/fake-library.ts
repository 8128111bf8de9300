import type { Adapter } from '#contract/adapters';
import type { CallInput } from '#contract/contract';
import { SarviError } from '#contract/errors';
import { type Lineage, NO_LINEAGE } from '#contract/lineages';
import type { ImportJob } from '#contract/imports';
import type { Model } from '#contract/models';
import { buildAdapter, buildInspection, buildModel } from '../contract-values.ts';
import { buildFit } from '../engine-values.ts';
import type { FakeClock, FakeCore, FakeHandlers } from './fake-core.ts';

const IMPORT_STEPS = 12;

/** Models, their imports, and adapters. */
export class FakeLibrary {
  readonly #clock: FakeClock;
  readonly #core: FakeCore;
  readonly #jobs = new Map<string, ImportJob>();
  models: readonly Model[];
  adapters: readonly Adapter[];

  constructor(clock: FakeClock, core: FakeCore) {
    this.#clock = clock;
    this.#core = core;
    this.models = core.models ?? [];
    this.adapters = core.adapters ?? [];
    for (const job of core.imports ?? []) this.#jobs.set(job.id, job);
  }

  setModels(models: readonly Model[]): void {
    this.models = models;
    this.#clock.emit('models.changed', [...models]);
  }

  readonly handlers: FakeHandlers = {
    'models.list': () => [...this.models],
    'models.place': () => ({
      ...{
        folder: '/home/user/.local/share/Sarvi/models',
        isOwn: true,
        away: [],
        elsewhere: 0,
        move: null,
        error: null,
      },
    }),
    'models.fit': ({ modelId }) => buildFit({ modelId, ...this.#core.fits?.[modelId] }),
    'models.loadAnyway': () => null,
    'models.rename': ({ modelId, name }) => {
      this.setModels(this.models.map((model) => (model.id === modelId ? { ...model, name } : model)));
      return null;
    },
    'models.remove': ({ modelId }) => {
      this.setModels(this.models.filter((model) => model.id !== modelId));
      return null;
    },
    'models.imports': () => [...this.#jobs.values()],
    'models.inspect': ({ path }) => {
      const inspection = this.#core.inspections?.[path];
      if (!inspection) throw new SarviError('path-missing', { path });
      return inspection;
    },
    'models.import': (request) => {
      const jobId = this.#clock.id('job');
      void this.#runImport(jobId, request);
      return { jobId };
    },
    'models.cancelImport': ({ jobId }) => {
      const job = this.#job(jobId);
      if (job.state === 'running') this.#putJob({ ...job, state: 'cancelled', phase: 'ended' });
      else this.#jobs.delete(jobId);
      return null;
    },
    'models.pauseImport': ({ jobId }) => {
      this.#putJob({ ...this.#job(jobId), state: 'paused', phase: 'ended', secondsLeft: null });
      return null;
    },
    'models.resumeImport': ({ jobId }) => {
      this.#putJob({ ...this.#job(jobId), state: 'running', phase: 'converting', error: null });
      return null;
    },
    'lineage.comparisons': () => [],
    'lineage.set': ({ child, parentId }) => {
      const parent = this.models.find(({ id }) => id === parentId);
      const lineage: Lineage = { ...NO_LINEAGE, parent: parent ? { modelId: parent.id, name: parent.name } : null };
      const id = child.kind === 'model' ? child.modelId : '';
      this.setModels(this.models.map((model) => (model.id === id ? { ...model, lineage } : model)));
      return lineage;
    },
    'adapters.list': () => [...this.adapters],
    'adapters.import': ({ path }) => {
      const adapter = buildAdapter({ id: 'e'.repeat(32), name: path.split('/').at(-1) ?? path });
      this.#setAdapters([adapter, ...this.adapters]);
      return adapter;
    },
    'adapters.rename': ({ adapterId, name }) => {
      this.#setAdapters(this.adapters.map((one) => (one.id === adapterId ? { ...one, name } : one)));
      return null;
    },
    'adapters.remove': ({ adapterId }) => {
      this.#setAdapters(this.adapters.filter(({ id }) => id !== adapterId));
      return null;
    },
  };

  #job(jobId: string): ImportJob {
    const job = this.#jobs.get(jobId);
    if (!job) throw new SarviError('import-unknown');
    return job;
  }

  async #runImport(jobId: string, request: CallInput<'models.import'>): Promise<void> {
    const { source } = request;
    const inspection = source.kind === 'path' ? (this.#core.inspections?.[source.path] ?? buildInspection()) : null;
    const guide = buildModel();
    const name = request.name ?? inspection?.facts.name ?? guide.name;
    const quantization = request.quantization ?? 'Q4_K_M';
    const bytesTotal = inspection?.sizes.find((size) => size.quantization === quantization)?.sizeBytes ?? 3_700_000;
    const job: ImportJob = {
      id: jobId,
      name,
      quantization,
      state: 'running',
      phase: 'reading',
      bytesDone: 0,
      bytesTotal,
      secondsLeft: null,
      modelId: null,
      error: null,
    };
    this.#putJob(job);
    for (let step = 1; step <= IMPORT_STEPS; step += 1) {
      await this.#clock.step();
      if (this.#jobs.get(jobId)?.state !== 'running') return;
      const bytesDone = Math.round((bytesTotal * step) / IMPORT_STEPS);
      this.#putJob({ ...job, phase: 'converting', bytesDone, secondsLeft: (IMPORT_STEPS - step) * 7 });
    }
    const facts = { ...(inspection?.facts ?? guide.facts), fileType: quantization, sizeBytes: bytesTotal };
    const id = this.#clock.id('model');
    const family = inspection?.family ?? 'guide';
    const model = buildModel({ id, name, family, facts, addedAt: Date.now() });
    this.setModels([...this.models, model]);
    this.#putJob({ ...job, state: 'finished', phase: 'ended', bytesDone: bytesTotal, modelId: model.id });
  }

  #putJob(job: ImportJob): void {
    this.#jobs.set(job.id, job);
    this.#clock.emit('import.changed', job);
  }

  #setAdapters(adapters: readonly Adapter[]): void {
    this.adapters = adapters;
    this.#clock.emit('adapters.changed', [...adapters]);
  }
}
