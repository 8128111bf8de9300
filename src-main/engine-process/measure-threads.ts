import type { LlamaModel, Token } from 'node-llama-cpp';

/** Enough to compare counts. The fastest token counts, because a busy machine only makes some tokens slower. */
const MOST_TOKENS = 8;
/** A large model shows its speed after a few tokens. */
const BUDGET_MS = 400;
const LEAST_TOKENS = 2;
/** Fewer threads must be faster by this share, because more threads read prompts faster. */
const LEAST_GAIN = 0.03;

/**
 * Measures how many threads write fastest: one, half of the cores, or all cores that are fit for arithmetic. More
 * threads wait for each other in every layer, and where memory is the limit fewer may be as fast.
 */
export async function measureThreads(model: LlamaModel, cores: number, onStep: () => void): Promise<number> {
  const counts = threadCounts(cores);
  if (counts.length === 1) return cores;
  const times: [threads: number, ms: number][] = [];
  for (const threads of counts) times.push([threads, await bestTokenMs(model, threads, onStep)]);
  return fastest(times);
}

/** The counts to try, largest first. */
export function threadCounts(cores: number): number[] {
  return [...new Set([cores, Math.ceil(cores / 2), 1])];
}

/** The largest count, unless another one is clearly faster. `times` has the largest first. */
export function fastest(times: readonly (readonly [threads: number, ms: number])[]): number {
  const [first] = times;
  if (first === undefined) throw new Error('no thread count was measured');
  return times.reduce((best, each) => (each[1] < best[1] * (1 - LEAST_GAIN) ? each : best), first)[0];
}

async function bestTokenMs(model: LlamaModel, threads: number, onStep: () => void): Promise<number> {
  const context = await model.createContext({
    contextSize: 256,
    batchSize: 32,
    sequences: 1,
    threads,
    ignoreMemorySafetyChecks: true,
  });
  try {
    const sequence = context.getSequence();
    const token = (model.tokens.bos ?? 0) as Token;
    const step = async (): Promise<number> => {
      const startedAt = performance.now();
      await sequence.evaluateWithoutGeneratingNewTokens([token]);
      onStep();
      return performance.now() - startedAt;
    };
    // The first step maps the weights and starts the threads.
    await step();
    let best = Infinity;
    let spent = 0;
    for (let done = 0; done < LEAST_TOKENS || (done < MOST_TOKENS && spent < BUDGET_MS); done += 1) {
      const ms = await step();
      best = Math.min(best, ms);
      spent += ms;
    }
    return best;
  } finally {
    await context.dispose();
  }
}
