/**
 * From messages to the token ids that the model is given. The prompt is rendered by the chat template, cut at its
 * control tokens, and only the plain parts between them are tokenized, so that text can never become control.
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
  /** Null: the model was not trained to chat. */
  readonly chatTemplate: string | null;
  /** Ids of the control tokens by their text. */
  readonly controlTokens: ReadonlyMap<string, number>;
  /** `bos_token`, `eos_token` and the like, by name, as the template sees them. */
  readonly specialTokens: Readonly<Record<string, string>>;
  readonly beginningToken: number | null;
  /** Ids of text in which nothing is a control token; at the beginning unless told otherwise. */
  tokenizePlain(text: string, place?: TextPlace): readonly number[];
}

export interface PromptOptions {
  readonly addGenerationPrompt: boolean;
  /** The beginning of an answer that is to go on; the model sees no end of it. */
  readonly answerSoFar?: ThinkingAndText;
  /** Gives `now` to templates that take a `date_string`. */
  readonly tellsDate?: boolean;
  /** In place of the vocabulary's own. */
  readonly chatTemplate?: string | undefined;
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
  // Tokenized by itself, as it was generated: behind the template's last token.
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
  const controls = new ControlTexts(tellableControls(vocabulary, messages));
  const mark = chooseMark([template, ...controls.texts, ...messages.flatMap(({ role, content }) => [role, content])]);
  const guard = (text: string): string => guardText(text, controls, mark);
  const marked = renderChatTemplate(template, {
    messages: messages.map(({ role, content }) => ({ role: guard(role), content: guard(content) })),
    addGenerationPrompt: options.addGenerationPrompt,
    specialTokens: vocabulary.specialTokens,
    tellsDate: options.tellsDate ?? false,
    now: options.now,
  });
  const tokens: number[] = [];
  for (const { part, isControl } of controls.split(marked)) {
    const control = isControl ? vocabulary.controlTokens.get(part) : undefined;
    if (control !== undefined) {
      // A template that writes the beginning token and one that leaves it to the tokenizer can be stacked by mistake.
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

/** A token of one character cannot be broken up: where a message has the character, it is plain everywhere. */
function tellableControls({ controlTokens }: PromptVocabulary, messages: readonly PromptMessage[]): string[] {
  return [...controlTokens.keys()].filter((control) => {
    const [first = ''] = control;
    const isSpoken = messages.some(({ role, content }) => role.includes(control) || content.includes(control));
    return first.length < control.length || !isSpoken;
  });
}

/**
 * Completion mode, for a model without a chat template: the texts one after another, which the model goes on with.
 * Nothing is put between them but a blank line, because any turn marker would be an invention.
 */
function completionPrompt(vocabulary: PromptVocabulary, messages: readonly PromptMessage[]): RenderedPrompt {
  const prompt = messages.map(({ content }) => content).join('\n\n');
  const beginning = vocabulary.beginningToken === null ? [] : [vocabulary.beginningToken];
  return { prompt, tokens: Uint32Array.from([...beginning, ...vocabulary.tokenizePlain(prompt)]) };
}
