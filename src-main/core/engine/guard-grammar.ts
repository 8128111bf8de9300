import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { EngineConnection } from './engine-connection.ts';

/**
 * Runs an answer that has to follow a grammar, and ends its process when the grammar is not ready in time: one that repeats
 * what repeats itself grows without an end, and nothing inside the process can stop it.
 *
 * @param work - is to call its argument when the grammar is ready
 * @throws SarviError `grammar-invalid` in the place of the end of the process; what `work` throws
 */
export async function guardGrammar<Value>(
  connection: Pick<EngineConnection, 'kill'>,
  deadlineMs: number,
  work: (onReady: () => void) => Promise<Value>,
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
    // Without a cause: what is the end of a process by itself is not tried again.
    throw new SarviError('grammar-invalid', { reason: because('grew-without-end') });
  } finally {
    clearTimeout(timer);
  }
}
