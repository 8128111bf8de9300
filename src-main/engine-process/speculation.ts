import {
  InputLookupTokenPredictor,
  type Llama,
  type LlamaContext,
  type LlamaModel,
  type TokenPredictor,
} from 'node-llama-cpp';
import { because } from '#contract/reasons';
import { DraftPredictor } from './draft-predictor.ts';
import type { SpeculationUse } from '../core/engine/protocol.ts';

/** node-llama-cpp 3.21 refutes every later guess of a pass, right or wrong. */
export const GUESSED_TOKENS = 1;
const LOOKUP_TOKENS = { min: GUESSED_TOKENS, max: GUESSED_TOKENS };
/** Two tokens that come again are a repetition; one may be chance. */
const LOOKUP_PATTERN = { min: 2, max: 8 };

/** Guesses the next tokens, so that the model only has to check them. */
export interface Speculation {
  /** One for each sequence. */
  open(): Guess | null;
  dispose(): Promise<void>;
}

export interface Guess {
  readonly predictor: TokenPredictor;
  /** Call this with the whole prompt before an answer, and whether to guess at all. */
  prepare(tokens: readonly number[], guesses: boolean): void;
}

export const NO_SPECULATION: Speculation = {
  open: () => null,
  dispose: () => Promise.resolve(),
};

/**
 * Throws errors of llama.cpp about a draft model that it cannot load.
 *
 * @param sequences - how many answers may be written at a time; each has its own draft
 */
export async function openSpeculation(
  llama: Llama,
  use: SpeculationUse,
  target: {
    readonly model: LlamaModel;
    readonly contextTokens: number;
    readonly sequences: number;
    readonly threads: number;
  },
): Promise<Speculation> {
  if (use.kind === 'off') return NO_SPECULATION;
  if (use.kind === 'prompt-lookup') return { open: lookup, dispose: () => Promise.resolve() };
  const draft = await llama.loadModel({ modelPath: use.path, ignoreMemorySafetyChecks: llama.gpu === false });
  let context: LlamaContext;
  try {
    if (!haveOneVocabulary(target.model, draft)) throw new Error(because('other-vocabulary'));
    context = await draft.createContext({
      contextSize: target.contextTokens,
      sequences: target.sequences,
      threads: target.threads,
      ignoreMemorySafetyChecks: llama.gpu === false,
    });
  } catch (error) {
    await draft.dispose();
    throw error;
  }
  return {
    open: () => {
      const predictor = new DraftPredictor(context.getSequence());
      return { predictor, prepare: (_tokens, guesses) => (predictor.isOn = guesses) };
    },
    dispose: async () => {
      await context.dispose();
      await draft.dispose();
    },
  };
}

function lookup(): Guess {
  const predictor = new InputLookupTokenPredictor({ patternLength: LOOKUP_PATTERN, predictionLength: LOOKUP_TOKENS });
  // It finds nothing in an empty input.
  return {
    predictor,
    prepare: (tokens, guesses) => predictor.updateInputTokens([...(guesses ? tokens : [])] as never),
  };
}

/** Guesses are passed on as ids, so ids must mean the same in both vocabularies. */
function haveOneVocabulary(one: LlamaModel, other: LlamaModel): boolean {
  const [first, second] = [one, other].map(({ fileInfo }) => fileInfo.metadata.tokenizer?.ggml?.tokens);
  if (!first || !second || first.length !== second.length) return false;
  return first.every((token, id) => token === second[id]);
}
