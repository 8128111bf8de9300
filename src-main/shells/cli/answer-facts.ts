import type { Message } from '#contract/messages';
import type { Output } from './output.ts';

/** What programs are told of an answer. */
export function answerFacts({ id, text, stopReason, generation }: Message): Record<string, unknown> {
  return { messageId: id, text, stopReason, generation };
}

/** One line a token: what was chosen, and what else might have been. JSON has it all in `generation.choices`. */
export function writeChoices(output: Output, { generation }: Message): void {
  for (const { alternatives, ...chosen } of generation?.choices ?? []) {
    const all = [chosen, ...alternatives].map(
      ({ text, probability }) => `${JSON.stringify(text)} ${(100 * probability).toFixed(1)} %`,
    );
    output.write(`${all.join('\t')}\n`);
  }
}
