import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import type { PreTokenizer } from '#contract/imports';
import { because, type Reason } from '#contract/reasons';
import type { ChildExit, Ports } from '../ports.ts';
import type { TokenizerAnswer, TokenizerTask } from './tokenizer-task.ts';

/** The ports that the search needs. */
export type TokenizerPorts = Pick<Ports, 'entries' | 'spawn'>;

/** Ten times what the largest tokenizer takes here, for a slow machine. A pattern could run for ever. */
const TIMEOUT_MS = 30_000;

export interface FindOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

/**
 * Runs the tokenizer process to find a checkpoint's pre-tokenizer by llama.cpp's name; null for a kind of tokenizer
 * that has none. The process has ended when this resolves or rejects.
 *
 * @throws SarviError `checkpoint-missing-config`, `checkpoint-malformed-config`, `checkpoint-missing-tokenizer`,
 *   `checkpoint-malformed-tokenizer`, `checkpoint-unsupported-tokenizer`, `tokenizer-check-failed`, `cancelled`
 */
export function findPreTokenizer(
  ports: TokenizerPorts,
  folder: string,
  { signal, timeoutMs = TIMEOUT_MS }: FindOptions = {},
): Promise<PreTokenizer | null> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new SarviError('cancelled'));
    const failed = (reason: Reason): SarviError =>
      new SarviError('tokenizer-check-failed', { path: join(folder, 'tokenizer.json'), reason });
    const child = ports.spawn(ports.entries.tokenizer, { title: 'sarvi-tokenizer' });
    let outcome: TokenizerAnswer | SarviError | null = null;
    const end = (how: TokenizerAnswer | SarviError): void => {
      outcome ??= how;
      child.kill();
    };
    const cancel = (): void => end(new SarviError('cancelled'));
    const timer = setTimeout(() => end(failed(because('no-answer-within', { seconds: timeoutMs / 1000 }))), timeoutMs);
    signal?.addEventListener('abort', cancel, { once: true });
    child.onMessage((message) => end(message as TokenizerAnswer));
    child.onExit((exit) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      const ended = outcome ?? failed(reasonOf(exit));
      if (ended instanceof SarviError) reject(ended);
      else if ('error' in ended) reject(SarviError.fromReport(ended.error));
      else resolve(ended.preTokenizer);
    });
    child.send({ folder } satisfies TokenizerTask);
  });
}

function reasonOf({ code, signal }: ChildExit): Reason {
  return signal === null
    ? because('ended-with-code', { exitCode: String(code) })
    : because('ended-by-signal', { signal });
}
