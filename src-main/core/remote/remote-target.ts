import type { RemoteAbilities, RemoteKind } from '#contract/remotes';
import type { VocabularyReader } from '../engine/vocabulary-reader.ts';
import type { PromptMessage, RenderedPrompt } from '../prompt/prompt.ts';
import type { ThinkingAndText } from '../thinking-splitter.ts';
import type { Connection } from './remote-connection.ts';

/** How much an estimate of a prompt is wrong, as the last answer told. */
export interface Estimates {
  factor: number;
}

/** Makes prompts here, with a tokenizer of the library that is the server's too. */
export interface ExactPrompts {
  /** @throws SarviError `template-failed` */
  render(messages: readonly PromptMessage[], answerSoFar: ThinkingAndText): Promise<RenderedPrompt>;
  count(texts: readonly string[]): Promise<readonly number[]>;
  readonly vocabulary: Pick<VocabularyReader, 'answered' | 'split' | 'added' | 'pieces'>;
}

/** One model of one server, with everything that a request needs. */
export interface RemoteTarget {
  readonly connection: Connection;
  readonly host: string;
  readonly kind: RemoteKind;
  /** What the server is called in records: `vLLM`. */
  readonly backend: string;
  /** The server's name for the model. */
  readonly model: string;
  /** Null when neither the server nor the user tells. */
  readonly contextTokens: number | null;
  readonly abilities: RemoteAbilities;
  readonly estimates: Estimates;
  /** Null when the server makes the prompts. */
  readonly exact: ExactPrompts | null;
}
