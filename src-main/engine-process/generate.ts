import type { LlamaContextSequence, SequenceEvaluateOptions, Token } from 'node-llama-cpp';
import type { GenerationEnd, GenerationFigures, SettledSampling } from '../core/engine/protocol.ts';
import { ChunkPacer } from './chunk-pacer.ts';
import { TextStream } from './text-stream.ts';
import type { Vocabulary } from './vocabulary.ts';

/** How far back the repetition penalty looks. */
const PENALTY_TOKENS = 64;

/**
 * Leaves the top-k sampler out. With 0 the library keeps it and sorts the whole vocabulary for every token, which took
 * 5 ms of 14 with 128,256 tokens; a missing field means 40. Its types do not list null.
 */
const NO_TOP_K = null as unknown as number;

export interface GenerationListener {
  started(figures: GenerationFigures): void;
  reading(tokensDone: number, tokensTotal: number): void;
  text(delta: string, generatedTokens: number): void;
}

export interface GenerationParts {
  readonly sequence: LlamaContextSequence;
  readonly vocabulary: Vocabulary;
  readonly batchTokens: number;
  readonly tokens: readonly number[];
  readonly sampling: SettledSampling;
  readonly signal: AbortSignal;
}

/**
 * One answer. Of the prompt only what follows its common prefix with the KV cache is evaluated; the last token always
 * is, because its logits choose the first new one.
 *
 * Invariant: `tokens.length` is below the context window (the caller checks it).
 */
export async function generate(parts: GenerationParts, listener: GenerationListener): Promise<GenerationEnd> {
  const { sequence, vocabulary, tokens, sampling, signal } = parts;
  const startedAt = performance.now();
  const seed = sampling.seed ?? drawSeed();
  const cachedTokens = await keepCommonPrefix(sequence, tokens);
  listener.started({ seed, cachedTokens, freshTokens: tokens.length - cachedTokens });

  const rest = await readPrompt(parts, tokens.slice(cachedTokens), listener);
  let promptMs = performance.now() - startedAt;
  let generatedTokens = 0;
  const end = (stopReason: GenerationEnd['stopReason']): GenerationEnd => ({
    stopReason,
    generatedTokens,
    promptMs,
    generationMs: performance.now() - startedAt - promptMs,
  });
  if (rest === null) return end('stopped');

  const text = new TextStream(vocabulary);
  const recent = tokens.slice(-PENALTY_TOKENS);
  // The window has room for the tokens that are evaluated; the last one that is chosen need not be.
  const room = sequence.contextSize - 1 - tokens.length;
  for await (const token of sequence.evaluate(rest as Token[], samplerOptions(sampling, seed, recent))) {
    if (generatedTokens === 0) {
      promptMs = performance.now() - startedAt;
      listener.reading(tokens.length - cachedTokens, tokens.length - cachedTokens);
    }
    if (signal.aborted) return end('stopped');
    if (vocabulary.endsGeneration(token)) return end('end-of-generation');
    generatedTokens += 1;
    recent.push(token);
    if (recent.length > PENALTY_TOKENS) recent.shift();
    listener.text(text.push(token), generatedTokens);
    if (generatedTokens >= sampling.maxTokens) return end('max-tokens');
    if (generatedTokens >= room) return end('context-full');
  }
  throw new Error('the engine stopped choosing tokens');
}

/** How many of `tokens` the KV cache begins with. */
export function commonTokens(sequence: LlamaContextSequence, tokens: ArrayLike<number>): number {
  return sequence.compareContextTokens(Array.from(tokens) as Token[]).firstDifferentIndex;
}

/** Shortens the KV cache to what it shares with `tokens`; answers how many tokens that is. */
async function keepCommonPrefix(sequence: LlamaContextSequence, tokens: readonly number[]): Promise<number> {
  const kept = Math.min(commonTokens(sequence, tokens), tokens.length - 1);
  if (kept < sequence.nextTokenIndex) {
    await sequence.eraseContextTokenRanges([{ start: kept, end: sequence.nextTokenIndex }]);
  }
  return kept;
}

/** Evaluates all but the last chunk of the prompt; answers that chunk, or null when it was stopped on the way. */
async function readPrompt(
  { sequence, batchTokens, signal }: GenerationParts,
  fresh: readonly number[],
  listener: GenerationListener,
): Promise<readonly number[] | null> {
  const pacer = new ChunkPacer(batchTokens);
  let done = 0;
  listener.reading(0, fresh.length);
  while (fresh.length - done > pacer.size) {
    if (signal.aborted) return null;
    const chunk = fresh.slice(done, done + pacer.size);
    const chunkStartedAt = performance.now();
    await sequence.evaluateWithoutGeneratingNewTokens(chunk as Token[]);
    pacer.report(chunk.length, performance.now() - chunkStartedAt);
    done += chunk.length;
    listener.reading(done, fresh.length);
  }
  return signal.aborted ? null : fresh.slice(done);
}

function samplerOptions(sampling: SettledSampling, seed: number, recent: readonly number[]): SequenceEvaluateOptions {
  return {
    temperature: sampling.temperature,
    topK: sampling.topK === 0 ? NO_TOP_K : sampling.topK,
    topP: sampling.topP,
    minP: sampling.minP,
    seed,
    yieldEogToken: true,
    ...(sampling.repetitionPenalty === 1
      ? {}
      : {
          repeatPenalty: {
            penalty: sampling.repetitionPenalty,
            punishTokens: () => recent.slice() as Token[],
            maxPunishTokens: PENALTY_TOKENS,
          },
        }),
  };
}

function drawSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}
