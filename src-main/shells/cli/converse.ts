import { createInterface } from 'node:readline/promises';
import { SarviError } from '#contract/errors';
import { answerFacts, writeChoices } from './answer-facts.ts';
import type { KeptConversation } from './kept-conversation.ts';
import type { Output } from './output.ts';

export interface Streams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Whether a person types, so that lines can be edited. */
  readonly terminal: boolean;
}

/** Line by line until the input ends. A failed answer is reported, and the conversation continues. */
export async function converse(
  conversation: Pick<KeptConversation, 'id' | 'ask'>,
  output: Output,
  signal: AbortSignal,
  streams: Streams = { input: process.stdin, output: process.stderr, terminal: process.stdin.isTTY === true },
): Promise<void> {
  const lines = createInterface(streams);
  signal.addEventListener('abort', () => lines.close(), { once: true });
  let running: AbortController | null = null;
  // While readline controls the terminal, Ctrl-C comes here and not as a signal.
  lines.on('SIGINT', () => {
    if (running) running.abort();
    else lines.close();
  });
  let answers = 0;
  const invite = (): void => {
    if (!output.json) streams.output.write('> ');
  };
  invite();
  for await (const line of lines) {
    if (signal.aborted) break;
    if (line.trim() !== '') {
      running = new AbortController();
      try {
        const answer = await conversation.ask(line, AbortSignal.any([signal, running.signal]));
        output.write('\n\n');
        writeChoices(output, answer);
        if (output.json) output.event({ type: 'answer', ...answerFacts(answer) });
        answers += 1;
      } catch (error) {
        output.failure(SarviError.from(error));
      } finally {
        running = null;
      }
    }
    invite();
  }
  output.result({ conversationId: conversation.id, answers });
}
