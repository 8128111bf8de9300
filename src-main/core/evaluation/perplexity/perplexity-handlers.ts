import { createHash, randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { EventPayload, HandlerInput, Handlers } from '#contract/contract';
import { SarviError } from '#contract/errors';
import type { Model } from '#contract/models';
import type { PerplexityJob, PerplexityResult } from '#contract/perplexities';
import type { ModelId } from '#contract/primitives';
import { because } from '#contract/reasons';
import type { ResolvedModel } from '../../models/resolved-model.ts';
import { refuseOwnData } from '../../refuse-own-data.ts';
import { pairedPerplexity } from '../../statistics/paired-perplexity.ts';
import { requireHosts } from '../../scoring/require-hosts.ts';
import type { Scorer } from '../../scoring/scorer.ts';
import type { TaskWatch } from '../../scoring/scoring-connection.ts';
import type { ScoringJobs } from '../../scoring/scoring-jobs.ts';
import { countedOf } from './base-file.ts';
import { perplexityFigures } from './figures.ts';
import { measureElsewhere, requireAlone, type ReaderElsewhere } from './measure-elsewhere.ts';
import { measurePerplexity, type PerplexityOutcome } from './measure-perplexity.ts';
import type { PerplexityStore } from './perplexity-store.ts';
import { readSource, type SourceText } from './read-source.ts';

type PerplexityCall = Extract<keyof Handlers, `perplexity.${string}`>;
type Start = HandlerInput<'perplexity.start'>;

export interface PerplexityHandlerParts {
  readonly scorer: Scorer;
  /** Reads with models elsewhere. */
  readonly elsewhere: ReaderElsewhere;
  readonly jobs: ScoringJobs<PerplexityJob, PerplexityResult>;
  readonly store: PerplexityStore;
  /** @throws SarviError `licence-not-accepted` besides those of a model that is named */
  readonly resolveModel: (modelId: ModelId) => Promise<ResolvedModel>;
  readonly listModels: () => Promise<readonly Model[]>;
  readonly folders: { readonly data: string; readonly resources: string };
  readonly now: () => number;
  readonly onList: (results: EventPayload<'perplexity.listChanged'>) => void;
}

/** Less tells nothing of the whole. */
const LEAST_FRACTION = 0.02;

/** Handlers of the calls about perplexity. */
export function perplexityHandlers(parts: PerplexityHandlerParts): Handlers<PerplexityCall> {
  const { jobs, store, resolveModel } = parts;
  const tellList = async (): Promise<void> => parts.onList(await store.list());
  return {
    'perplexity.start': async (input) => {
      const { modelId, againstId, baseFile } = input;
      const model = await resolveModel(modelId);
      const base = againstId === null ? null : await resolveModel(againstId);
      if (baseFile?.mode === 'write') await refuseOwnData(baseFile.path, parts.folders.data);
      requireHosts(base ? [model, base] : [model], input.remoteHosts);
      if (model.remote ?? base?.remote) requireAlone(model, base, baseFile);
      const source = await sourceOf(input, parts.folders.resources);
      return jobs.start({ modelId, againstId, secondsLeft: null }, async (watch) => {
        const begunAt = parts.now();
        let readingSince = 0;
        const request = {
          ...{ model, base, baseFile, text: source.text, contextTokens: input.contextTokens },
          mostChunks: input.mostChunks ?? Number.POSITIVE_INFINITY,
        };
        const told: TaskWatch = {
          signal: watch.signal,
          onProgress: (phase, fraction) => {
            readingSince ||= phase === 'reading' ? parts.now() : 0;
            const elapsed = (parts.now() - readingSince) / 1000;
            const isTold = readingSince > 0 && fraction >= LEAST_FRACTION;
            watch.onProgress(phase, fraction, {
              secondsLeft: isTold ? (elapsed * (1 - fraction)) / fraction : null,
            });
          },
        };
        const outcome = model.remote
          ? await measureElsewhere(parts.elsewhere, request, told)
          : await measurePerplexity(parts.scorer, request, told);
        const seconds = (parts.now() - begunAt) / 1000;
        const result = await resultOf(parts, { input, model, base, source, outcome, seconds });
        const { samples } = outcome;
        if (result.fileType !== null) {
          await store.add(result, samples);
          await tellList();
        }
        return result;
      });
    },
    'perplexity.cancel': ({ jobId }) => {
      jobs.cancel(jobId);
      return Promise.resolve(null);
    },
    'perplexity.running': () => Promise.resolve(jobs.running()),
    'perplexity.result': ({ jobId }) => Promise.resolve().then(() => jobs.result(jobId)),
    'perplexity.list': () => store.list(),
    'perplexity.compare': async ({ first, second }) => {
      const [one, other] = await Promise.all(
        [first, second].map(({ modelId, resultId }) => store.find(modelId, resultId)),
      );
      if (!one || !other) throw new SarviError('scoring-unknown');
      const { samples } = one;
      const isSame =
        one.result.text.tokensDigest === other.result.text.tokensDigest &&
        one.result.contextTokens === other.result.contextTokens &&
        samples.length === other.samples.length;
      if (!isSame) throw new SarviError('text-refused', { reason: because('other-text') });
      const { correlation, ...paired } = pairedPerplexity(samples, other.samples);
      return {
        ...paired,
        countedTokens: samples.length,
        correlation: Number.isFinite(correlation) ? correlation : null,
      };
    },
    'perplexity.forget': async ({ modelId, resultId }) => {
      await store.forget(modelId, resultId);
      await tellList();
      return null;
    },
  };
}

/** @throws SarviError `text-refused` for a text beside a base file that has one, and for no text at all */
async function sourceOf({ source, againstId, baseFile }: Start, resources: string): Promise<SourceText> {
  if (baseFile?.mode === 'read') {
    if (source !== null || againstId !== null) {
      throw new SarviError('text-refused', { reason: because('base-file-has-text') });
    }
    return { text: '', own: null, name: basename(baseFile.path) };
  }
  if (source === null) throw new SarviError('text-refused', { reason: because('no-text') });
  return readSource(source, resources);
}

async function resultOf(
  { listModels, now }: PerplexityHandlerParts,
  measured: {
    readonly input: Start;
    readonly model: ResolvedModel;
    readonly base: ResolvedModel | null;
    readonly source: SourceText;
    readonly outcome: PerplexityOutcome;
    readonly seconds: number;
  },
): Promise<PerplexityResult> {
  const { input, model, base, source, outcome, seconds } = measured;
  const { contextTokens, tokens } = outcome.header;
  const models = await listModels();
  const typeOf = (modelId: ModelId): string | null => models.find(({ id }) => id === modelId)?.facts.fileType ?? null;
  const chunks = tokens.length / contextTokens;
  const isFromFile = input.baseFile?.mode === 'read';
  return {
    ...perplexityFigures(outcome),
    id: randomUUID(),
    modelId: model.id,
    modelName: model.name,
    fileType: typeOf(model.id),
    measuredAt: now(),
    base: base
      ? { modelId: base.id, name: base.name, fileType: typeOf(base.id) }
      : isFromFile
        ? { modelId: null, name: source.name, fileType: null }
        : null,
    text: { own: source.own, name: source.name, tokensDigest: digestOf(tokens) },
    contextTokens,
    chunks,
    countedTokens: chunks * countedOf(contextTokens),
    backend: outcome.backend,
    release: outcome.release,
    seconds,
  };
}

function digestOf(tokens: Uint32Array): string {
  return createHash('sha256')
    .update(Buffer.from(tokens.buffer, tokens.byteOffset, tokens.byteLength))
    .digest('hex');
}
