import { basename } from 'node:path';
import { SarviError } from '#contract/errors';
import type { ScoredModel } from '../core/scoring/protocol.ts';
import { Vocabulary } from '../core/vocabulary.ts';
import type { LlamaLibrary, Pointer } from './llama-library.ts';
import type { FileVocabulary } from './read-model-file.ts';

/** A model in memory, with its vocabulary. */
export interface OpenModel {
  readonly model: Pointer;
  readonly vocabulary: Vocabulary;
  /** Tokens of the vocabulary; the width of a row of logits. */
  readonly size: number;
  /** The largest window that the model was trained for. */
  readonly trainedTokens: number;
  /** The token that ends an answer; null where the model has none. */
  readonly endToken: number | null;
  close(): void;
}

/** `LLAMA_LAZY_MODE_OFF`, as the engine has it. */
const READS_AT_ONCE = 0;

/**
 * @param complaint - the first log line that explains a failure
 * @param onProgress - returns false to end the load
 * @param vocabularyOnly - leaves out the weights, so that nothing can be computed
 * @throws SarviError `model-load-failed`, `cancelled`
 */
export async function openModel(
  llama: LlamaLibrary,
  { path, gpuLayers }: ScoredModel,
  file: FileVocabulary,
  parts: { readonly complaint: () => string | null; readonly onProgress: (fraction: number) => boolean },
  vocabularyOnly = false,
): Promise<OpenModel> {
  let goesOn = true;
  const callback = llama.onProgress((fraction) => (goesOn = parts.onProgress(fraction)));
  const parameters = {
    ...llama.modelDefaults(),
    n_gpu_layers: gpuLayers,
    lazy_mode: READS_AT_ONCE,
    vocab_only: vocabularyOnly,
    progress_callback: callback.pointer,
  };
  let model: Pointer;
  try {
    model = await llama.loadModel(path, parameters);
  } finally {
    callback.release();
  }
  if (!model) {
    if (!goesOn) throw new SarviError('cancelled');
    throw new SarviError('model-load-failed', { name: basename(path), reason: parts.complaint() ?? '' });
  }
  const native = llama.vocabularyOf(model);
  const endOfTurn = llama.endOfTurn(native);
  const endToken = endOfTurn >= 0 ? endOfTurn : llama.endOfText(native);
  const beginning = file.specialIds['bos_token'] ?? null;
  return {
    model,
    vocabulary: new Vocabulary({
      ...file,
      beginningToken: llama.addsBeginning(native) ? beginning : null,
      tokenize: (text) => llama.tokenize(native, text),
      detokenize: (token) => llama.textOf(native, token),
      isEnd: (token) => llama.isEnd(native, token),
    }),
    size: llama.sizeOf(native),
    trainedTokens: llama.trainedTokensOf(model),
    endToken: endToken >= 0 ? endToken : null,
    close: () => llama.freeModel(model),
  };
}
