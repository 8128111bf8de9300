import type { DatasetKind, DatasetRow, Said } from '#contract/datasets';

/**
 * A conversational row as TRL, alignment-handbook and Axolotl read it, with the keys `role` and `content` alone: Arrow
 * fills keys that only some messages have with null, and Poro's chat template fails on a null.
 *
 * @see https://huggingface.co/docs/trl/dataset_formats
 */
export function trlRow({ prompt, good, bad }: DatasetRow, kind: DatasetKind): Record<string, unknown> {
  const said: Said[] = prompt.map(({ role, content }) => ({ role, content }));
  const [goodText, badText] = [good?.text ?? '', bad?.text ?? ''];
  switch (kind) {
    case 'preference':
      return { prompt: said, chosen: [answer(goodText)], rejected: [answer(badText)] };
    case 'kto':
      return { prompt: said, completion: [answer(good === null ? badText : goodText)], label: good !== null };
    case 'sft':
      return { messages: [...said, answer(goodText)] };
  }
}

function answer(content: string): Said {
  return { role: 'assistant', content };
}
