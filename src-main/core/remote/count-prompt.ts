/** How many tokens a prompt has: by the server that will read it, else by an estimate that learns from its answers. */
import { estimateTokens } from '#contract/estimate-tokens';
import type { RemoteKind } from '#contract/remotes';
import type { PromptMessage } from '../prompt/prompt.ts';
import { fieldsOf, listOf, textOf, tokensOf } from './json-fields.ts';
import { askJson, type Connection } from './remote-connection.ts';

/** The header and the end of one message in usual templates. */
const MESSAGE_OVERHEAD_TOKENS = 6;
const SILENCE_MS = 30_000;

export function estimatePrompt(messages: readonly PromptMessage[]): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content) + MESSAGE_OVERHEAD_TOKENS, 0);
}

/**
 * The server's count of a prompt; null where it cannot count, or would rather not.
 *
 * @throws SarviError for a fault that the answer would meet as well
 */
export async function countOnServer(
  connection: Connection,
  { kind, model }: { readonly kind: RemoteKind; readonly model: string },
  messages: readonly PromptMessage[],
  signal: AbortSignal | undefined,
): Promise<number | null> {
  const ask = (path: string, body: unknown): Promise<unknown> =>
    askJson(connection, { path, body, signal, silenceMs: SILENCE_MS });
  try {
    if (kind === 'vllm' || kind === 'sarvi') {
      const counted = fieldsOf(await ask('/tokenize', { model, messages, add_generation_prompt: true }));
      return tokensOf(counted['count']);
    }
    if (kind === 'llama-server') {
      const prompt = textOf(fieldsOf(await ask('/apply-template', { messages }))['prompt']);
      if (prompt === null) return null;
      const { tokens } = fieldsOf(await ask('/tokenize', { content: prompt, add_special: true, parse_special: true }));
      return Array.isArray(tokens) ? listOf(tokens).length : null;
    }
  } catch {
    // The answer itself is asked for next, and tells of a fault in words of its own.
  }
  return null;
}
