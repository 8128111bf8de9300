/**
 * Turns messages into token ids. The chat template renders the prompt, which is split at its control tokens; only the
 * plain parts between them are tokenized, so that text can never become control tokens.
 */
import type { PromptMessage, RenderedPrompt } from './prompt.ts';
import { ControlTexts } from './control-texts.ts';
import { chooseMark, guardText, removeMarks } from './guard-text.ts';
import { joinThinking, EMPTY_ANSWER, openTagOf, type ThinkingAndText } from '../thinking-splitter.ts';
import { renderChatTemplate } from './render-chat-template.ts';

/** What stands before a text: nothing but the token that begins a prompt, a control token, or more text. */
export type TextPlace = 'beginning' | 'behind-token' | 'behind-text';

/** What is needed to know of a model's vocabulary. */
export interface PromptVocabulary {
  /** Null when the model was not trained to chat. */
  readonly chatTemplate: string | null;
  /** Ids of the control tokens by their text. */
  readonly controlTokens: ReadonlyMap<string, number>;
  /** `bos_token`, `eos_token` and others by name, for the template. */
  readonly specialTokens: Readonly<Record<string, string>>;
  readonly beginningToken: number | null;
  /** Ids of text in which nothing is a control token; at the beginning unless told otherwise. */
  tokenizePlain(text: string, place?: TextPlace): readonly number[];
}

export interface PromptOptions {
  readonly addGenerationPrompt: boolean;
  /** The beginning of an answer that is continued; no end token follows it. */
  readonly answerSoFar?: ThinkingAndText;
  /** Gives `now` to templates that take a `date_string`. */
  readonly tellsDate?: boolean;
  /** In place of the vocabulary's own. */
  readonly chatTemplate?: string | undefined;
  /** Descriptions of tools as JSON, for templates that know them. */
  readonly tools?: readonly unknown[] | undefined;
  readonly now: Date;
}

/** @throws SarviError `template-failed` */
export function promptTokens(
  vocabulary: PromptVocabulary,
  messages: readonly PromptMessage[],
  options: PromptOptions,
): RenderedPrompt {
  const template = options.chatTemplate ?? vocabulary.chatTemplate;
  const rendered =
    template === null ? completionPrompt(vocabulary, messages) : chatPrompt(vocabulary, template, messages, options);
  const answerSoFar = joinThinking(options.answerSoFar ?? EMPTY_ANSWER, rendered.openTag);
  if (answerSoFar === '') return rendered;
  // Tokenized separately after the template's last token, as it was generated.
  return {
    ...rendered,
    prompt: rendered.prompt + answerSoFar,
    tokens: Uint32Array.from([...rendered.tokens, ...vocabulary.tokenizePlain(answerSoFar, 'behind-text')]),
  };
}

function chatPrompt(
  vocabulary: PromptVocabulary,
  template: string,
  messages: readonly PromptMessage[],
  options: PromptOptions,
): RenderedPrompt {
  const { tools } = options;
  const texts = messages.flatMap(({ role, content, toolCalls }) => [role, content, ...textsIn(toolCalls)]);
  const spoken = [...texts, ...textsIn(tools)];
  const controls = new ControlTexts(tellableControls(vocabulary, spoken));
  const mark = chooseMark([template, ...controls.texts, ...spoken]);
  const guard = (text: string): string => guardText(text, controls, mark);
  const marked = renderChatTemplate(template, {
    messages: messages.map(({ role, content, toolCalls }) => ({
      role: guard(role),
      content: guard(content),
      ...(toolCalls === undefined ? {} : { toolCalls: withTexts(toolCalls, guard) as typeof toolCalls }),
    })),
    tools: tools === undefined ? undefined : (withTexts(tools, guard) as typeof tools),
    addGenerationPrompt: options.addGenerationPrompt,
    specialTokens: vocabulary.specialTokens,
    tellsDate: options.tellsDate ?? false,
    now: options.now,
  });
  const tokens: number[] = [];
  for (const { part, isControl } of controls.split(marked)) {
    const control = isControl ? vocabulary.controlTokens.get(part) : undefined;
    if (control !== undefined) {
      // Both the template and the tokenizer may add the beginning token; one is enough.
      if (control === vocabulary.beginningToken && tokens.length === 1 && tokens[0] === control) continue;
      tokens.push(control);
    } else {
      const place = tokens.length === 0 ? 'beginning' : 'behind-token';
      for (const token of vocabulary.tokenizePlain(removeMarks(part, mark), place)) tokens.push(token);
    }
  }
  const prompt = removeMarks(marked, mark);
  const openTag = openTagOf(prompt);
  return { prompt, tokens: Uint32Array.from(tokens), ...(openTag === undefined ? {} : { openTag }) };
}

/**
 * A token of one character cannot be broken by a mark. Where a message contains the character, it is plain text
 * everywhere.
 */
function tellableControls({ controlTokens }: PromptVocabulary, spoken: readonly string[]): string[] {
  return [...controlTokens.keys()].filter((control) => {
    const [first = ''] = control;
    return first.length < control.length || !spoken.some((text) => text.includes(control));
  });
}

/** Every text in a JSON value, names of fields included. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsIn(inner)]);
}

/** A JSON value with every text in it changed. */
function withTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((inner) => withTexts(inner, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [change(name), withTexts(inner, change)]));
}

/**
 * Completion mode for a model without a chat template: the texts with blank lines between them, which the model
 * continues. No other separator is added, because the model knows none.
 */
function completionPrompt(vocabulary: PromptVocabulary, messages: readonly PromptMessage[]): RenderedPrompt {
  const prompt = messages.map(({ content }) => content).join('\n\n');
  const beginning = vocabulary.beginningToken === null ? [] : [vocabulary.beginningToken];
  return { prompt, tokens: Uint32Array.from([...beginning, ...vocabulary.tokenizePlain(prompt)]) };
}
