import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { fileError } from '../../../core/file-error.ts';
import { readArguments, requiredText } from '../arguments.ts';
import type { Command } from '../command.ts';
import { modelOption } from '../model-option.ts';

const Messages = v.pipe(v.array(v.object({ role: v.string(), content: v.string() })), v.minLength(1));

export const template: Command = async ({ args, output, app }) => {
  const { options } = readArguments(
    args,
    { model: 'string', messages: 'string', 'no-generation-prompt': 'boolean' },
    [0, 0],
  );
  requiredText(options, 'model');
  const messages = await readMessages(requiredText(options, 'messages'));
  const sarvi = await app();
  const { id } = await modelOption(sarvi, options);
  const { prompt, tokens } = await sarvi.ask('chat.renderPrompt', {
    modelId: id ?? '',
    messages,
    addGenerationPrompt: options['no-generation-prompt'] !== true,
  });
  output.result({ prompt, tokens }, `${prompt}\n\n${tokens.length} tokens: ${tokens.join(' ')}`);
};

/** A JSON array of `{ role, content }`. @throws SarviError `path-missing`, `path-unreadable`, `invalid-input` */
async function readMessages(path: string): Promise<v.InferOutput<typeof Messages>> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(error, path);
  });
  try {
    return v.parse(Messages, JSON.parse(text));
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    throw new SarviError('invalid-input', { reason: because('in-file', { path, fault }) });
  }
}
