import type { Message } from '#contract/messages';
import type { Output } from './output.ts';

/** The facts about an answer for programs. */
export function answerFacts({ id, text, stopReason, generation }: Message): Record<string, unknown> {
  return { messageId: id, text, stopReason, generation };
}

/** One line for each token: the chosen one and its alternatives. JSON has all of them in `generation.choices`. */
export function writeChoices(output: Output, { generation }: Message): void {
  for (const { alternatives, ...chosen } of generation?.choices ?? []) {
    const all = [chosen, ...alternatives].map(
      ({ text, probability }) => `${JSON.stringify(text)} ${(100 * probability).toFixed(1)} %`,
    );
    output.write(`${all.join('\t')}\n`);
  }
}
