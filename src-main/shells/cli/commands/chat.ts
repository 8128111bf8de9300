import { createInterface } from 'node:readline/promises';
import { SarviError } from '#contract/errors';
import type { Message } from '#contract/vocabulary';
import type { App } from '../../../core/app.ts';
import { optionalText, readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { modelOption } from '../model-option.ts';
import type { Output } from '../output.ts';
import { SAMPLING_OPTIONS, samplingOptions } from '../sampling-options.ts';

const OPTIONS = {
  model: 'string',
  adapter: 'string',
  system: 'string',
  prompt: 'string',
  ...SAMPLING_OPTIONS,
} as const;

/** One answer with `--prompt`, else a conversation line by line. Both are kept in the history. */
export const chat: Command = async ({ args, output, app, signal }) => {
  const { options } = readArguments(args, OPTIONS, [0, 0]);
  const sampling = await samplingOptions(options);
  const prompt = optionalText(options, 'prompt');
  const sarvi = await app();
  const modelId = await modelOption(sarvi, options);
  const conversation = await sarvi.ask('conversations.create', {
    systemPrompt: optionalText(options, 'system') ?? '',
    ...(modelId === null ? {} : { modelId }),
  });
  await sarvi.ask('conversations.update', { conversationId: conversation.id, sampling });

  if (prompt !== undefined) {
    const answer = await ask(sarvi, output, conversation.id, null, prompt, signal);
    output.write('\n');
    writeChoices(output, answer);
    output.result({ conversationId: conversation.id, ...described(answer) });
    return;
  }
  const lines = createInterface({
    input: process.stdin,
    output: process.stderr,
    terminal: process.stdin.isTTY === true,
  });
  signal.addEventListener('abort', () => lines.close());
  let parentId: string | null = null;
  let answers = 0;
  if (!output.json) process.stderr.write('> ');
  for await (const line of lines) {
    if (line.trim() !== '') {
      const answer = await ask(sarvi, output, conversation.id, parentId, line, signal);
      output.write('\n\n');
      writeChoices(output, answer);
      if (output.json) output.event({ type: 'answer', ...described(answer) });
      parentId = answer.id;
      answers += 1;
    }
    if (!output.json) process.stderr.write('> ');
  }
  output.result({ conversationId: conversation.id, answers });
};

/** Sends one message, streams the answer out, and gives the finished message. @throws SarviError */
async function ask(
  app: App,
  output: Output,
  conversationId: string,
  parentId: string | null,
  text: string,
  signal: AbortSignal,
): Promise<Message> {
  if (signal.aborted) throw new SarviError('cancelled');
  const ended = Promise.withResolvers<Message>();
  const stopListening = app.listen((name, payload) => {
    if (name !== 'generation.changed') return;
    const event = payload as Extract<typeof payload, { generationId: string }>;
    if (event.conversationId !== conversationId) return;
    switch (event.kind) {
      case 'waiting':
      case 'started':
        return;
      case 'loading':
        return output.event(
          { type: 'loading', fraction: event.fraction },
          `loading ${Math.floor(100 * event.fraction)} %`,
        );
      case 'reading':
        return output.event(
          { type: 'reading', tokensDone: event.tokensDone, tokensTotal: event.tokensTotal },
          `reading ${event.tokensDone}/${event.tokensTotal}`,
        );
      case 'text':
        if (output.json) output.event({ type: 'text', delta: event.delta });
        return output.write(event.delta);
      case 'finished':
        return ended.resolve(event.message);
      case 'failed':
        return ended.reject(SarviError.fromReport(event.error));
    }
  });
  try {
    const { generationId } = await app.ask('chat.send', { conversationId, parentId, text });
    const stop = (): void => void app.ask('chat.stop', { generationId });
    signal.addEventListener('abort', stop, { once: true });
    const message = await ended.promise;
    signal.removeEventListener('abort', stop);
    return message;
  } finally {
    stopListening();
  }
}

function described({ id, text, stopReason, generation }: Message): Record<string, unknown> {
  return { messageId: id, text, stopReason, generation };
}

/** One line a token: what was chosen, and what else might have been. JSON has it all in `generation.choices`. */
function writeChoices(output: Output, { generation }: Message): void {
  for (const { alternatives, ...chosen } of generation?.choices ?? []) {
    const all = [chosen, ...alternatives].map(
      ({ text, probability }) => `${JSON.stringify(text)} ${(100 * probability).toFixed(1)} %`,
    );
    output.write(`${all.join('\t')}\n`);
  }
}
