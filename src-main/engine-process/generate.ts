import type { Token } from 'node-llama-cpp';
import { MOST_CHUNKS } from '#contract/generation-record';
import type { GenerationEnd, GenerationFigures, SettledSampling, TextStep } from '../core/engine/protocol.ts';
import type { ChunkPacer } from './chunk-pacer.ts';
import { startGrammar } from './grammar.ts';
import { biasOptions, RecentTokens, samplerOptions } from './sampler-options.ts';
import { StepSender } from './step-sender.ts';
import type { Sequence } from './sequence.ts';
import { StopStrings } from './stop-strings.ts';
import { TextStream } from './text-stream.ts';
import { tokenChoice } from './token-choice.ts';
import type { Vocabulary } from '../core/vocabulary.ts';

export interface GenerationListener {
  started(figures: GenerationFigures): void;
  reading(tokensDone: number, tokensTotal: number): void;
  text(steps: readonly TextStep[]): void;
}

export interface GenerationParts {
  readonly sequence: Sequence;
  readonly vocabulary: Vocabulary;
  readonly pacer: ChunkPacer;
  /** Whether another sequence is writing an answer; its tokens then wait for the end of each chunk. */
  readonly isShared: () => boolean;
  readonly tokens: readonly number[];
  readonly sampling: SettledSampling;
  /** How many tokens of the prompt to read at once, in order. */
  readonly chunks?: readonly number[] | undefined;
  readonly signal: AbortSignal;
}

/**
 * Chunk size for a prompt that is read while another answer is written: large enough for the processor, and short
 * enough for the reader of that answer.
 */
const SHARED_CHUNK_TOKENS = 64;
/** For an answer that is to be repeatable: the same on every machine, and small enough for a quick stop. */
const REPEATABLE_CHUNK_TOKENS = 128;

/**
 * Generates one answer. Only the part of the prompt after the common prefix with the KV cache is evaluated; the last
 * token always is, because its logits give the first new token.
 *
 * Invariant: `tokens.length` is below the context window (the caller checks it).
 *
 * @throws SarviError `grammar-invalid`, before anything is evaluated
 */
export async function generate(parts: GenerationParts, listener: GenerationListener): Promise<GenerationEnd> {
  const { sequence, vocabulary, tokens, sampling, signal } = parts;
  const { native } = sequence;
  const startedAt = performance.now();
  const seed = sampling.seed ?? drawSeed();
  const grammar = sampling.grammar ? await startGrammar(native.model, sampling.grammar) : undefined;
  const isRepeatable = sampling.repeatable === true;
  const cachedTokens = isRepeatable ? 0 : await sequence.keepCommonPrefix(tokens);
  if (isRepeatable) await sequence.clear();
  listener.started({ seed, cachedTokens, freshTokens: tokens.length - cachedTokens });
  const draft = sequence.beginDraft(tokens, !isRepeatable);

  const read: number[] = [];
  const rest = await readPrompt(parts, tokens.slice(cachedTokens), read, listener);
  let promptMs = performance.now() - startedAt;
  let generatedTokens = 0;
  const text = new TextStream(vocabulary);
  const stops = new StopStrings(sampling.stop);
  const steps = new StepSender((together) => listener.text(together));
  const end = (stopReason: GenerationEnd['stopReason']): GenerationEnd => {
    const rest = stops.rest();
    if (rest !== '') steps.push({ delta: rest, generatedTokens });
    steps.flush();
    const generationMs = performance.now() - startedAt - promptMs;
    const chunks = read.length > MOST_CHUNKS ? {} : { chunks: read };
    return { stopReason, generatedTokens, promptMs, generationMs, draft: draft.figures(), ...chunks };
  };
  if (rest === null) return end('stopped');

  const recent = new RecentTokens(tokens, sampling.penaltyWindow);
  // Evaluated tokens must fit into the window; the last chosen token is not evaluated.
  const room = sequence.room - 1 - tokens.length;
  const options = {
    ...samplerOptions(sampling, seed, recent),
    ...biasOptions(native.model, sampling),
    yieldEogToken: true,
    ...(grammar ? { grammarEvaluationState: grammar } : {}),
  };
  const probabilities = sampling.alternatives > 0;
  // Whether probabilities are needed is known only at run time, which the library's types do not allow for.
  const metadata = { probabilities: probabilities as true };
  let first = true;
  try {
    for await (const chosen of native.evaluateWithMetadata(rest as Token[], metadata, options)) {
      const { token } = chosen;
      if (first) {
        first = false;
        promptMs = performance.now() - startedAt;
        listener.reading(tokens.length - cachedTokens, tokens.length - cachedTokens);
      }
      if (signal.aborted) return end('stopped');
      const choice = probabilities
        ? { choice: tokenChoice(vocabulary, token, chosen.probabilities, sampling.alternatives) }
        : {};
      if (vocabulary.endsGeneration(token)) {
        if (probabilities) steps.push({ delta: '', generatedTokens, ...choice });
        return end('end-of-generation');
      }
      generatedTokens += 1;
      recent.push(token);
      steps.push({ delta: stops.push(text.push(token)), generatedTokens, ...choice });
      if (stops.found) return end('stop-string');
      if (generatedTokens >= sampling.maxTokens) return end('max-tokens');
      if (generatedTokens >= room) return end('context-full');
    }
  } finally {
    steps.flush();
    await draft.end();
  }
  throw new Error('the engine stopped choosing tokens');
}

/**
 * Evaluates all but the last chunk of the prompt, and answers that chunk; null when it was stopped.
 *
 * @param read - gets the length of each chunk, the last one included
 */
async function readPrompt(
  { sequence: { native }, pacer, isShared, sampling, chunks, signal }: GenerationParts,
  fresh: readonly number[],
  read: number[],
  listener: GenerationListener,
): Promise<readonly number[] | null> {
  let done = 0;
  listener.reading(0, fresh.length);
  const size = (): number => {
    const given = chunks?.[read.length];
    if (given !== undefined && given > 0) return given;
    if (sampling.repeatable === true) return REPEATABLE_CHUNK_TOKENS;
    return isShared() ? Math.min(SHARED_CHUNK_TOKENS, pacer.size) : pacer.size;
  };
  while (fresh.length - done > size()) {
    if (signal.aborted) return null;
    const chunk = fresh.slice(done, done + size());
    read.push(chunk.length);
    const chunkStartedAt = performance.now();
    await native.evaluateWithoutGeneratingNewTokens(chunk as Token[]);
    pacer.report(chunk.length, performance.now() - chunkStartedAt);
    done += chunk.length;
    listener.reading(done, fresh.length);
  }
  read.push(fresh.length - done);
  return signal.aborted ? null : fresh.slice(done);
}

function drawSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}
