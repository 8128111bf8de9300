import { rm } from 'node:fs/promises';
import type { LlamaContextSequence } from 'node-llama-cpp';
import type { LoadStateRequest, SaveStateRequest } from '../core/engine/protocol.ts';

/** Writes the KV cache to a file; answers the tokens that it holds. What it cannot finish it removes. */
export async function saveState(
  sequence: LlamaContextSequence,
  { path, keepTokens }: Pick<SaveStateRequest, 'path' | 'keepTokens'>,
): Promise<Uint32Array> {
  if (keepTokens !== null && keepTokens < sequence.nextTokenIndex) {
    await sequence.eraseContextTokenRanges([{ start: keepTokens, end: sequence.nextTokenIndex }]);
  }
  try {
    await sequence.saveStateToFile(path);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return Uint32Array.from(sequence.contextTokens);
}

/** Throws, and leaves the cache empty, when the file holds anything but `tokens`. */
export async function loadState(
  sequence: LlamaContextSequence,
  { path, tokens }: Pick<LoadStateRequest, 'path' | 'tokens'>,
): Promise<void> {
  try {
    await sequence.loadStateFromFile(path, { acceptRisk: true });
    const held = sequence.contextTokens;
    if (held.length !== tokens.length || held.some((token, index) => token !== tokens[index])) {
      throw new Error('the state holds other tokens than it should');
    }
  } catch (error) {
    await sequence.clearHistory();
    throw error;
  }
}
