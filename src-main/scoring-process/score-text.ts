import { SarviError } from '#contract/errors';
import type { ScoredModel, ScoringOutcome, ScoringTask } from '../core/scoring/protocol.ts';
import type { LlamaLibrary } from './llama-library.ts';
import type { ModelStore } from './model-store.ts';
import type { OpenModel } from './open-model.ts';
import { ReadingPass, type Watch } from './reading-pass.ts';
import { openRowKernels } from './row-kernels.ts';
import { scoreInTurn } from './score-in-turn.ts';
import { scoreTogether } from './score-together.ts';
import { tokensOfText } from './tokens-of-text.ts';

/**
 * Reads a text under one model or two and tells of every token of the answer.
 *
 * @throws SarviError `cancelled`, `vocabularies-differ`, `prompt-too-long`, `template-failed`, `invalid-input`, and those
 *   of loading and reading
 */
export async function scoreText(
  llama: LlamaLibrary,
  store: ModelStore,
  task: ScoringTask,
  watch: Watch,
): Promise<ScoringOutcome> {
  const [first, second] = task.models;
  await store.requireOneVocabulary(task.models);
  const isInTurn = second !== undefined && task.distributionPath !== null && second.path !== first.path;
  store.keepOnly(isInTurn || !second ? [first.path] : [first.path, second.path]);
  const open = await store.open(first, watch);
  const templateOfOther = second ? (await store.vocabularyOf(second.path)).chatTemplate : null;
  const text = tokensOfText(task.text, open, templateOfOther);
  const openFitting = async (model: ScoredModel): Promise<OpenModel> => {
    const opened = await store.open(model, watch);
    const { trainedTokens } = opened;
    const tokens = text.tokens.length;
    if (tokens > trainedTokens) throw new SarviError('prompt-too-long', { tokens, limit: trainedTokens });
    return opened;
  };
  const parts = { llama, store, watch, text, kernels: openRowKernels(open.size) };
  await openFitting(first);
  if (!second) return scoreTogether(new ReadingPass(parts, task, open, 1), [{ model: first, open }]);
  if (task.distributionPath === null || !isInTurn) {
    const models = [
      { model: first, open },
      { model: second, open: await openFitting(second) },
    ];
    return scoreTogether(new ReadingPass(parts, task, open, 2), models);
  }
  return scoreInTurn(
    new ReadingPass(parts, task, open, 1),
    task.distributionPath,
    { model: first, open },
    {
      model: second,
      open: () => {
        store.keepOnly([second.path]);
        return openFitting(second);
      },
    },
  );
}
