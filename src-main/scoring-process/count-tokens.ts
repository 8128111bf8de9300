import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { SarviError } from '#contract/errors';
import { ControlTexts } from '../core/prompt/control-texts.ts';
import { promptTokens } from '../core/prompt/prompt-tokens.ts';
import type { CountOutcome, CountTask } from '../core/scoring/protocol.ts';
import type { LlamaLibrary } from './llama-library.ts';
import type { LoadWatch, ModelStore } from './model-store.ts';
import { openModel } from './open-model.ts';

/** A cancellation arrives between two groups of texts. */
const TEXTS_AT_ONCE = 50;

/**
 * Counts tokens as the model would read them: the prompt through its chat template, and each answer behind it, with the
 * token that ends an answer.
 *
 * @throws SarviError `model-load-failed`, `template-failed`, `cancelled`
 */
export async function countTokens(
  llama: LlamaLibrary,
  store: ModelStore,
  { models: [model], texts, tellsDate }: CountTask,
  watch: LoadWatch,
): Promise<CountOutcome> {
  const file = await store.vocabularyOf(model.path);
  watch.clearComplaints();
  const parts = { complaint: watch.complaint, onProgress: () => !watch.isCancelled() };
  const open = await openModel(llama, model, file, parts, true);
  const { vocabulary, endToken } = open;
  const options = { addGenerationPrompt: true, tellsDate, now: new Date() };
  const end = endToken === null ? 0 : 1;
  // A single letter says nothing: texts are full of them.
  const controls = new ControlTexts([...vocabulary.controlTokens.keys()].filter((text) => text.length > 1));
  const spellsControl = (text: string): boolean => controls.split(text).some(({ isControl }) => isControl);
  try {
    const counts: number[][] = [];
    const spellControls: boolean[] = [];
    for (const [index, { messages, answers }] of texts.entries()) {
      if (index % TEXTS_AT_ONCE === 0) await setImmediate();
      if (watch.isCancelled()) throw new SarviError('cancelled');
      const prompt = promptTokens(vocabulary, messages, options).tokens.length;
      counts.push([prompt, ...answers.map((answer) => vocabulary.tokenizePlain(answer, 'behind-text').length + end)]);
      spellControls.push([...messages.map(({ content }) => content), ...answers].some(spellsControl));
    }
    const template = vocabulary.chatTemplate;
    const templateSha256 = template === null ? null : createHash('sha256').update(template).digest('hex');
    return { counts, spellControls, templateSha256 };
  } finally {
    open.close();
  }
}
