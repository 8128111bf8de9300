import { SarviError } from '#contract/errors';
import { Engine } from '../engine/engine.ts';
import type { Ports } from '../ports.ts';

/**
 * Loads a model file once in an engine process of its own and ends that process, so that a file which llama.cpp
 * refuses, or dies of, is found at import and not in the first answer.
 *
 * @throws SarviError `gguf-refused`
 */
export async function tryModel(ports: Ports, path: string): Promise<void> {
  const engine = new Engine(ports);
  try {
    await engine.countTokens({ id: 'try', name: path, path }, 'Sarvi');
  } catch (thrown) {
    const error = SarviError.from(thrown);
    throw new SarviError('gguf-refused', { path, reason: error.details['reason'] ?? error.message }, { cause: error });
  } finally {
    await engine.dispose();
  }
}
