import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { EngineConnection } from './engine-connection.ts';

/**
 * Runs an answer under a grammar, and ends its process when the grammar is not ready in time. A grammar with
 * repetitions inside repetitions can grow without end, and nothing inside the process can stop it.
 *
 * @param work - calls its argument when the grammar is ready
 * @param code - what the user wrote
 * @throws SarviError `code` instead of the end of the process; what `work` throws
 */
export async function guardGrammar<Value>(
  connection: Pick<EngineConnection, 'kill'>,
  deadlineMs: number,
  work: (onReady: () => void) => Promise<Value>,
  code: 'grammar-invalid' | 'schema-invalid' = 'grammar-invalid',
): Promise<Value> {
  let isReady = false;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    connection.kill();
  }, deadlineMs);
  try {
    return await work(() => {
      isReady = true;
      clearTimeout(timer);
    });
  } catch (thrown) {
    if (!late || isReady) throw thrown;
    // Without a cause, so that the request is not tried again after the end of the process.
    throw new SarviError(code, { reason: because('grew-without-end') });
  } finally {
    clearTimeout(timer);
  }
}
