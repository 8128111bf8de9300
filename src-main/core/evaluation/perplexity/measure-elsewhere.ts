/** Perplexity of a model elsewhere: the same chunks and counted tokens as here, each chunk in one request. */
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { EngineModel } from '../../engine/engine-model.ts';
import type { SplitText } from '../../engine/protocol.ts';
import type { TaskWatch } from '../../scoring/scoring-connection.ts';
import { countedOf } from './base-file.ts';
import type { PerplexityOutcome, PerplexityRequest } from './measure-perplexity.ts';
import { planChunks } from './plan-chunks.ts';

export interface ReaderElsewhere {
  /** @throws SarviError `remote-cannot-score` */
  split(model: EngineModel, text: string): Promise<SplitText & { readonly contextTokens: number | null }>;
  /** Log-probabilities of the tokens from `from` on. @throws SarviError `remote-unexpected` and the like */
  logprobs(model: EngineModel, tokens: Uint32Array, from: number, signal: AbortSignal): Promise<readonly number[]>;
}

/** @throws SarviError `remote-cannot-score` for what needs the probabilities of all tokens */
export function requireAlone(
  model: EngineModel,
  base: EngineModel | null,
  baseFile: PerplexityRequest['baseFile'],
): void {
  if (!base && !baseFile) return;
  const { name, remote } = model.remote ? model : (base ?? model);
  const reason = because('whole-distributions-needed');
  throw new SarviError('remote-cannot-score', { name, host: remote?.host ?? '', reason });
}

/** @throws SarviError `text-refused`, `cancelled`; those of `ReaderElsewhere` */
export async function measureElsewhere(
  reader: ReaderElsewhere,
  { model, text, contextTokens, mostChunks }: PerplexityRequest,
  { signal, onProgress }: TaskWatch,
): Promise<PerplexityOutcome> {
  const split = await reader.split(model, text);
  // The server writes one token behind each chunk.
  const trainedTokens = split.contextTokens === null ? Number.POSITIVE_INFINITY : split.contextTokens - 1;
  const header = planChunks({ ...split, trainedTokens }, contextTokens, mostChunks);
  const counted = countedOf(contextTokens);
  const chunks = header.tokens.length / contextTokens;
  const samples = new Float32Array(chunks * counted);
  for (let index = 0; index < chunks; index += 1) {
    onProgress('reading', index / chunks);
    if (signal.aborted) throw new SarviError('cancelled');
    const chunk = header.tokens.slice(index * contextTokens, (index + 1) * contextTokens);
    if (split.beginningToken !== null) chunk[0] = split.beginningToken;
    const found = await reader.logprobs(model, chunk, contextTokens - counted, signal);
    samples.set(
      found.map((logprob) => -logprob),
      index * counted,
    );
  }
  return { samples, against: null, header, backend: model.remote?.backend ?? '', release: '' };
}
