import { beginningOf } from '#contract/presets';
import { optionalText, readArguments } from '../arguments.ts';
import { answerFacts, writeChoices } from '../answer-facts.ts';
import type { Command } from '../command.ts';
import { converse } from '../converse.ts';
import { KeptConversation } from '../kept-conversation.ts';
import { settleLicence } from '../licence-question.ts';
import { modelOption } from '../model-option.ts';
import { SAMPLING_OPTIONS, samplingOptions } from '../sampling-options.ts';

const OPTIONS = {
  model: 'string',
  adapter: 'string',
  system: 'string',
  prompt: 'string',
  'no-save': 'boolean',
  'accept-licence': 'boolean',
  ...SAMPLING_OPTIONS,
} as const;

/**
 * One answer with `--prompt`, else a conversation line by line. Both are kept in the history unless `--no-save` is
 * given, and begin as on the page: with the preset of the model, else the system prompt of the settings.
 */
export const chat: Command = async ({ args, output, app, signal }) => {
  const { options } = readArguments(args, OPTIONS, [0, 0]);
  const sampling = await samplingOptions(options);
  const prompt = optionalText(options, 'prompt');
  const isKept = options['no-save'] !== true;
  const sarvi = await app({ keepsHistory: isKept });
  const { id, isGuest, libraryId } = await modelOption(sarvi, options);
  const model = await sarvi.useModel(id);
  await settleLicence(sarvi, model, { output, accepts: options['accept-licence'] === true, signal });
  const beginning = beginningOf(await sarvi.ask('settings.get', {}), libraryId);
  const conversation = new KeptConversation(sarvi, output, {
    systemPrompt: optionalText(options, 'system') ?? beginning.systemPrompt,
    modelId: isGuest ? null : libraryId,
    sampling: { ...beginning.sampling, ...sampling },
    isKept,
  });
  try {
    if (prompt === undefined) return await converse(conversation, output, signal);
    const answer = await conversation.ask(prompt, signal);
    output.write('\n');
    writeChoices(output, answer);
    output.result({ conversationId: conversation.id, ...answerFacts(answer) });
  } finally {
    await conversation.close();
  }
};
