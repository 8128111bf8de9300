import type { EngineModel } from '../engine/engine-model.ts';
import type { Pieces } from '../engine/protocol.ts';
import { refusedField } from './api-error.ts';
import type { EndpointParts } from './endpoint-parts.ts';

type Vocabularies = Pick<EndpointParts['engine'], 'parse' | 'vocabulary'>;

/**
 * The tokens of a prompt without messages. Token ids stay as they are; a text is read with its control tokens, and gets
 * the token that begins a text once, unless it has it.
 *
 * @throws SarviError as `Engine.parse`
 */
export async function tokensOfPrompt(
  engine: Vocabularies,
  model: EngineModel,
  prompt: string | readonly number[],
  addsBeginning = true,
): Promise<Uint32Array> {
  if (typeof prompt !== 'string') return Uint32Array.from(prompt);
  const tokens = await engine.parse(model, prompt);
  const { beginningToken } = await engine.vocabulary(model);
  if (beginningToken === null) return tokens;
  if (addsBeginning) return tokens[0] === beginningToken ? tokens : Uint32Array.from([beginningToken, ...tokens]);
  // Of a model without a template, the engine adds the token by itself.
  const isAdded = tokens[0] === beginningToken && (await engine.vocabulary(model)).chatTemplate === null;
  return isAdded ? tokens.slice(1) : tokens;
}

export interface Prompt {
  readonly tokens: Uint32Array;
  /** The text that the tokens are of; null for ids. */
  readonly text: string | null;
}

/** What the tokens of a prompt stand for. The token that was put before a text has no text. */
export async function piecesOfPrompt(
  engine: Pick<EndpointParts['engine'], 'pieces'>,
  model: EngineModel,
  { tokens, text }: Prompt,
): Promise<Pieces> {
  const { texts, whole } = await engine.pieces(model, tokens);
  const [first = ''] = texts;
  if (text === null || whole !== first + text) return { texts, whole };
  return { texts: ['', ...texts.slice(1)], whole: text };
}

/** @throws ApiError 400 for an empty prompt, which no model can continue */
export function requireTokens(tokens: Uint32Array): Uint32Array {
  if (tokens.length === 0) throw refusedField('prompt', 'The prompt has no tokens.');
  return tokens;
}
