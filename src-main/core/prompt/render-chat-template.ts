/**
 * Renders a checkpoint's Jinja chat template in the environment that transformers' `apply_chat_template` gives it:
 * `trim_blocks` and `lstrip_blocks` on, `break` and `continue`, `raise_exception` and `strftime_now` defined, special
 * tokens by name, and `tools` and `documents` present but none.
 *
 * @see https://huggingface.co/docs/transformers/chat_templating
 */
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { PromptMessage } from './prompt.ts';
import { positionalFunction } from '../jinja/bind-arguments.ts';
import { NotSupported, TemplateError } from '../jinja/failures.ts';
import { GLOBALS } from '../jinja/globals.ts';
import { parseTemplate } from '../jinja/parse-template.ts';
import { plainValue } from '../jinja/plain-value.ts';
import { str } from '../jinja/python-text.ts';
import { renderTemplate } from '../jinja/render.ts';
import type { Value } from '../jinja/values.ts';
import { strftime } from './strftime.ts';

export interface TemplateVariables {
  readonly messages: readonly PromptMessage[];
  readonly addGenerationPrompt: boolean;
  /** `bos_token`, `eos_token` and the like, by name. */
  readonly specialTokens: Readonly<Record<string, string>>;
  /** Defines `date_string`, written as in Llama 3.1's own templates: `26 Jul 2024`. */
  readonly tellsDate?: boolean;
  readonly tools?: readonly unknown[] | undefined;
  readonly now: Date;
}

/** @throws SarviError `template-failed` with the error that the template raised, or its syntax error */
export function renderChatTemplate(template: string, variables: TemplateVariables): string {
  try {
    return renderTemplate(parseTemplate(template), given(variables));
  } catch (error) {
    throw templateFailed(error);
  }
}

export function templateFailed(cause: unknown): SarviError {
  return new SarviError('template-failed', { reason: reasonOf(cause) }, { cause });
}

/** The details are in the terms of Jinja, which have no translation. */
function reasonOf(cause: unknown): string {
  if (cause instanceof NotSupported) return because('template-uses', { detail: cause.what });
  const message = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof TemplateError) return because('template-at-fault', { detail: message });
  // By `raise_exception`, in the words of the template.
  return message.slice(0, 500);
}

function given(variables: TemplateVariables): ReadonlyMap<string, Value> {
  const { messages, addGenerationPrompt, specialTokens, tellsDate, tools, now } = variables;
  return new Map<string, Value>([
    ...GLOBALS,
    [
      'raise_exception',
      positionalFunction('raise_exception', 1, 1, ([message = null]) => {
        throw new Error(str(message));
      }),
    ],
    ['strftime_now', positionalFunction('strftime_now', 1, 1, ([format = null]) => strftime(now, str(format)))],
    ...(tellsDate === true ? [['date_string', strftime(now, '%d %b %Y')] as const] : []),
    ...Object.entries(specialTokens),
    ['messages', plainValue(messages.map(templateMessage))],
    ['add_generation_prompt', addGenerationPrompt],
    ['tools', tools === undefined ? null : plainValue(tools)],
    ['documents', null],
  ]);
}

/** A message in the form of transformers: calls have their type, and none is a missing field. */
function templateMessage({ role, content, toolCalls }: PromptMessage): object {
  if (toolCalls === undefined) return { role, content };
  const calls = toolCalls.map((call) => ({
    type: 'function',
    function: { name: call.name, arguments: call.arguments },
  }));
  return { role, content, tool_calls: calls };
}
