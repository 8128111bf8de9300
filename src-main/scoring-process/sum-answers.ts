import { SarviError } from '#contract/errors';
import type { AnswerSum, SumsOutcome, SumsTask } from '../core/scoring/protocol.ts';
import type { LlamaLibrary } from './llama-library.ts';
import type { ModelStore } from './model-store.ts';
import { Reader, type ReaderOptions } from './reader.ts';
import type { Watch } from './reading-pass.ts';
import { openRowKernels } from './row-kernels.ts';
import { rowsInMemory } from './rows-in-memory.ts';
import { type ExampleTokens, tokensOfExample } from './tokens-of-example.ts';

/**
 * Adds up ln p of each answer's tokens behind its prompt, to the end of the answer.
 *
 * @throws SarviError `cancelled`, `vocabularies-differ`, `template-failed`, and those of loading and reading
 */
export async function sumAnswers(
  llama: LlamaLibrary,
  store: ModelStore,
  task: SumsTask,
  watch: Watch,
): Promise<SumsOutcome> {
  const [model] = task.models;
  for (const relative of task.relatives) await store.requireOneVocabulary([model, relative]);
  store.keepOnly([model.path]);
  const open = await store.open(model, watch);
  const templates = await Promise.all(task.relatives.map(({ path }) => store.vocabularyOf(path)));
  const chatTemplate = templates.find((one) => one.chatTemplate !== null)?.chatTemplate ?? null;
  const { vocabulary, endToken, trainedTokens } = open;
  const examples = task.texts.map(({ messages, answers }) => {
    const found = answers.map((answer) =>
      tokensOfExample(vocabulary, { messages, answer }, { chatTemplate, endToken }),
    );
    return found.every(({ tokens }) => tokens.length <= trainedTokens) ? found : null;
  });
  const longest = examples.flat().reduce<ExampleTokens | null>((most, example) => {
    return example !== null && example.tokens.length > (most?.tokens.length ?? 0) ? example : most;
  }, null);
  if (longest === null) return { sums: examples.map(() => null) };
  const options: ReaderOptions = {
    ...longest,
    rows: rowsInMemory(open.size, 1),
    kvCacheType: task.backend === 'cpu' ? 'f32' : 'f16',
  };
  const kernels = openRowKernels(open.size);
  const reader = await Reader.open(llama, open, model, options, watch.complaint);
  try {
    const sums: (AnswerSum[] | null)[] = [];
    for (const [index, answers] of examples.entries()) {
      watch.onReading(index / examples.length);
      if (answers === null) {
        sums.push(null);
        continue;
      }
      const added: AnswerSum[] = [];
      for (const example of answers) added.push(await sumOf(example));
      sums.push(added);
    }
    watch.onReading(1);
    return { sums };
  } finally {
    reader.close();
  }

  async function sumOf({ tokens, from }: ExampleTokens): Promise<AnswerSum> {
    // No logits precede the first token of a text.
    const first = Math.max(1, from);
    reader.begin(tokens, { from: first });
    const last = tokens.length - 1;
    let logprob = 0;
    for (let start = 0; start < last;) {
      if (watch.isCancelled()) throw new SarviError('cancelled');
      const end = reader.endOf(start);
      await reader.read(start, end);
      for (let place = Math.max(start + 1, first); place <= end; place += 1) {
        reader.copyRow(place, kernels.rows[0]);
        logprob += (kernels.rows[0][tokens[place] ?? 0] ?? 0) - kernels.figures(0, 0).logSum;
      }
      start = end;
    }
    return { tokens: Math.max(0, tokens.length - first), logprob };
  }
}
