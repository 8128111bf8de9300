import type { DatasetKind, DatasetRow } from '#contract/datasets';
import { strip } from '../../jinja/python-spaces.ts';

interface Turn {
  readonly from: 'human' | 'gpt';
  readonly value: string;
}

/**
 * The lines that Llama 3.1's chat template writes into every system message. LLaMA-Factory's template `llama3` does not,
 * so they are written here; with them its prompts equal the model's own.
 */
const DATE_LINES = 'Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n';

/** Llama 3.1's template takes away blanks around each text. LLaMA-Factory's does not, so they are not written. */
function spoken(text: string): string {
  return strip(text, null, 'both');
}

/** A row in LLaMA-Factory's `sharegpt` form. Its answers of a pair are objects; lists would be dropped. */
export function llamaFactoryRow({ prompt, good, bad }: DatasetRow, kind: DatasetKind): Record<string, unknown> {
  const [first] = prompt;
  const own = first?.role === 'system' ? first.content : '';
  const turns = prompt.filter(({ role }) => role !== 'system');
  const conversations = turns.map(({ role, content }): Turn => ({
    from: role === 'user' ? 'human' : 'gpt',
    value: spoken(content),
  }));
  const system = DATE_LINES + spoken(own);
  const [goodTurn, badTurn] = [answer(good?.text), answer(bad?.text)];
  switch (kind) {
    case 'preference':
      return { system, conversations, chosen: goodTurn, rejected: badTurn };
    case 'kto':
      return {
        system,
        conversations: [...conversations, good === null ? badTurn : goodTurn],
        kto_tag: good !== null,
      };
    case 'sft':
      return { system, conversations: [...conversations, goodTurn] };
  }
}

/** The description of the data files that LLaMA-Factory looks for beside them. */
export function datasetInfo(kind: DatasetKind, splits: readonly string[]): Record<string, unknown> {
  const columns = {
    system: 'system',
    messages: 'conversations',
    ...(kind === 'preference' ? { chosen: 'chosen', rejected: 'rejected' } : {}),
    ...(kind === 'kto' ? { kto_tag: 'kto_tag' } : {}),
  };
  const entries = splits.map((split) => [
    `sarvi_${split}`,
    {
      file_name: `${split}.json`,
      formatting: 'sharegpt',
      ...(kind === 'preference' ? { ranking: true } : {}),
      columns,
    },
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function answer(text = ''): Turn {
  return { from: 'gpt', value: spoken(text) };
}
