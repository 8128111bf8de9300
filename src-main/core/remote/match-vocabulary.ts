/**
 * Whether a model of the library makes the prompts that a server makes: the same token ids of texts in which tokenizers
 * and chat templates differ. Only then are prompts made here, and sent as token ids.
 */
import type { RemoteKind } from '#contract/remotes';
import type { VocabularyReader } from '../engine/vocabulary-reader.ts';
import type { PromptMessage } from '../prompt/prompt.ts';
import { EMPTY_ANSWER } from '../thinking-splitter.ts';
import { fieldsOf, listOf, textOf } from './json-fields.ts';
import { askJson, type Connection } from './remote-connection.ts';

const SILENCE_MS = 20_000;

/** Words, cases, numbers, white space, marks, other alphabets, and signs outside of the basic plane. */
const TRICKY =
  "Äiti söi  hääyöaterian 1234567 kertaa, eikö?\n\n\tif (x != 'y') { return [0.5e-3]; } Ω≈ç √∫ 你好 🦌👩‍👩‍👧 it's WE'LL  ";

/** A system prompt, several turns, and white space that some templates trim. */
const CONVERSATION: readonly PromptMessage[] = [
  { role: 'system', content: 'Vastaa lyhyesti.' },
  { role: 'user', content: ` ${TRICKY}` },
  { role: 'assistant', content: 'Kyllä.\n' },
  { role: 'user', content: 'Miksi?' },
];

export interface MatchedServer {
  readonly connection: Connection;
  readonly kind: RemoteKind;
  /** The server's name for the model. */
  readonly model: string;
}

/** The token ids of the probe as the server makes them; null where it does not say. */
export async function probeTokens({ connection, kind, model }: MatchedServer): Promise<readonly number[] | null> {
  const ask = (path: string, body: unknown): Promise<unknown> =>
    askJson(connection, { path, body, silenceMs: SILENCE_MS });
  try {
    if (kind === 'vllm' || kind === 'sarvi') {
      const body = { model, messages: CONVERSATION, add_generation_prompt: true };
      return idsOf(fieldsOf(await ask('/tokenize', body))['tokens']);
    }
    if (kind === 'llama-server') {
      const prompt = textOf(fieldsOf(await ask('/apply-template', { messages: CONVERSATION }))['prompt']);
      if (prompt === null) return null;
      const body = { content: prompt, add_special: true, parse_special: true };
      return idsOf(fieldsOf(await ask('/tokenize', body))['tokens']);
    }
  } catch {
    // Without them the server makes the prompts.
  }
  return null;
}

/** Whether a vocabulary makes these ids of the same conversation. */
export async function makesTokens(
  vocabulary: Pick<VocabularyReader, 'render'>,
  ids: readonly number[],
  tellsDate: boolean,
): Promise<boolean> {
  try {
    const { tokens } = await vocabulary.render(CONVERSATION, { answerSoFar: EMPTY_ANSWER, tellsDate });
    return tokens.length === ids.length && tokens.every((token, index) => token === ids[index]);
  } catch {
    // A template that refuses the conversation makes none.
    return false;
  }
}

function idsOf(value: unknown): readonly number[] | null {
  const ids = listOf(value);
  return ids.length > 0 && ids.every((id) => Number.isSafeInteger(id)) ? (ids as number[]) : null;
}
