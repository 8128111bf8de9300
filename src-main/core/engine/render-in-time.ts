import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { EngineConnection } from './engine-connection.ts';
import type { RenderedPrompt } from '../prompt/prompt.ts';
import type { RenderRequest } from './protocol.ts';

/** Slower than any tokenizer, so that a long text does not look like a hanging template. */
const CHARACTERS_PER_MS = 100;

/**
 * Renders a conversation with the chat template. A template that does not end in time is ended with its process.
 *
 * @param deadlineMs - on top of the time that the length of the text allows
 * @throws SarviError `template-failed`, and the engine's own
 */
export async function renderInTime(
  connection: EngineConnection,
  request: Omit<RenderRequest, 'kind' | 'id'>,
  deadlineMs: number,
): Promise<RenderedPrompt> {
  const { messages, answerSoFar } = request;
  const texts = [answerSoFar.thinking, answerSoFar.text, ...messages.map(({ content }) => content)];
  const ask = async (): Promise<RenderedPrompt> =>
    (await connection.ask({ kind: 'render', ...request }, 'rendered')).rendered;
  return templateInTime(connection, { texts, deadlineMs }, ask);
}

/**
 * Awaits a request that runs a chat template. A template that does not end in time is ended with its process.
 *
 * @throws SarviError as `renderInTime`
 */
export async function templateInTime<Answer>(
  connection: Pick<EngineConnection, 'kill'>,
  { texts, deadlineMs }: { readonly texts: readonly string[]; readonly deadlineMs: number },
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  const allowedMs = deadlineMs + length / CHARACTERS_PER_MS;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    connection.kill();
  }, allowedMs);
  try {
    return await ask();
  } catch (thrown) {
    const error = SarviError.from(thrown);
    if (error.code !== 'engine-crashed') throw error;
    if (late) {
      throw new SarviError('template-failed', {
        reason: because('ran-too-long', { seconds: Math.round(allowedMs / 1000) }),
      });
    }
    const reason = because('ended-while-rendering', { cause: error.details['reason'] ?? '' });
    throw new SarviError('template-failed', { reason }, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
