import { availableParallelism } from 'node:os';
import { SarviError } from '#contract/errors';
import { Engine } from '../engine/engine.ts';
import type { Ports } from '../ports.ts';

/** The smallest window that the engine makes; another size shows nothing more about a file. */
const WINDOW_TOKENS = 512;
/** To measure threads would take longer than the load, and nothing is computed here. */
const THREADS = { get: () => Promise.resolve(availableParallelism()), put: () => Promise.resolve() };

/**
 * Loads a model file once in an engine process of its own, so that a file which llama.cpp refuses, or crashes on, is
 * found at the import and not with the first answer. An abort ends the process at once.
 *
 * @throws SarviError `gguf-refused`, `cancelled`
 */
export async function tryModel(ports: Ports, path: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new SarviError('cancelled');
  const engine = new Engine(ports, { maxContextTokens: WINDOW_TOKENS, threadCounts: THREADS });
  const stop = (): void => void engine.dispose();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await engine.countTokens({ id: 'try', name: path, path }, 'Sarvi');
  } catch (thrown) {
    if (signal.aborted) throw new SarviError('cancelled', {}, { cause: thrown });
    const error = SarviError.from(thrown);
    throw new SarviError('gguf-refused', { path, reason: error.details['reason'] ?? error.message }, { cause: error });
  } finally {
    signal.removeEventListener('abort', stop);
    await engine.dispose();
  }
}
