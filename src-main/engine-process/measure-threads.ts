import type { LlamaModel, Token } from 'node-llama-cpp';

/** Enough to tell counts apart; the best of them counts, because a busy machine only makes some slower. */
const MOST_TOKENS = 8;
/** A large model shows its speed in a few tokens. */
const BUDGET_MS = 400;
const LEAST_TOKENS = 2;
/** What fewer threads must gain: more of them read prompts faster. */
const LEAST_GAIN = 0.03;

/**
 * How many threads this machine writes fastest with, of one, half of its cores and all that are fit for arithmetic.
 * More threads than that make each other wait at every layer, and where memory sets the pace fewer may do as well.
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

/** The largest count but for one that is clearly faster. `times` has the largest first. */
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
    // The first maps the weights and starts the threads.
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
