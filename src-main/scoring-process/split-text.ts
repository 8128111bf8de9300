import type { TokensOutcome, TokensTask } from '../core/scoring/protocol.ts';
import { RELEASE, type LlamaLibrary } from './llama-library.ts';
import type { LoadWatch, ModelStore } from './model-store.ts';

/**
 * The tokens of a text as llama.cpp's tools split it: with the beginning token where the model adds one; names of control
 * tokens are text.
 *
 * @throws SarviError `vocabularies-differ`, `model-load-failed`, `cancelled`
 */
export async function splitText(
  llama: LlamaLibrary,
  store: ModelStore,
  { models, text }: TokensTask,
  watch: LoadWatch,
): Promise<TokensOutcome> {
  await store.requireOneVocabulary(models);
  const loaded = models[1] ?? models[0];
  store.keepOnly([loaded.path]);
  const { model, size, trainedTokens } = await store.open(loaded, watch);
  const vocabulary = llama.vocabularyOf(model);
  const beginning = llama.addsBeginning(vocabulary) ? [llama.beginning(vocabulary)] : [];
  const found = text === '' ? [] : llama.tokenize(vocabulary, text);
  const tokens = new Uint32Array(beginning.length + found.length);
  tokens.set(beginning);
  tokens.set(found, beginning.length);
  return { tokens, vocabularySize: size, trainedTokens, release: RELEASE };
}
