import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import type { Message } from '#contract/messages';
import { converse } from '../../../../src-main/shells/cli/converse.ts';
import type { Output } from '../../../../src-main/shells/cli/output.ts';
import type { UsageError } from '../../../../src-main/shells/cli/usage.ts';

const CTRL_C = '\u0003';

/** Takes down what a command says. */
class Notes implements Output {
  readonly json = true;
  readonly told: Record<string, unknown>[] = [];
  event = (event: Record<string, unknown>): void => void this.told.push(event);
  write = (): void => undefined;
  result = (result: Record<string, unknown>): void => void this.told.push({ type: 'result', ...result });
  error = (error: SarviError): void => void this.told.push({ type: 'error', code: error.code });
  failure = (error: SarviError): void => void this.told.push({ type: 'failed', code: error.code });
  usage = ({ reason }: UsageError): void => void this.told.push({ type: 'usage', reason });
}

type Ask = (text: string, signal: AbortSignal) => Promise<Message>;

const answer = (text: string, stopReason = 'end-of-generation'): Message =>
  ({ id: 'm', text, stopReason, generation: null }) as Message;

function start(ask: Ask) {
  const input = new PassThrough();
  const notes = new Notes();
  const signal = new AbortController().signal;
  const streams = { input, output: new PassThrough().resume(), terminal: true };
  const ended = converse({ id: 'c', ask }, notes, signal, streams);
  return { input, notes, ended };
}

test('Ctrl-C on a terminal stops the running answer, and ends the conversation when none runs', async () => {
  const asked: AbortSignal[] = [];
  const { input, notes, ended } = start(async (_, signal) => {
    asked.push(signal);
    await once(signal, 'abort');
    return answer('so far', 'stopped');
  });
  input.write('Hei\r');
  await expect.poll(() => asked).toHaveLength(1);
  input.write(CTRL_C);
  await expect.poll(() => notes.told).toMatchObject([{ type: 'answer', text: 'so far' }]);
  input.write(CTRL_C);
  await ended;
  expect(notes.told.at(-1)).toEqual({ type: 'result', conversationId: 'c', answers: 1 });
});

test('a failed answer is told and the conversation goes on', async () => {
  const { input, notes, ended } = start((text) =>
    text === 'bad' ? Promise.reject(new SarviError('no-model')) : Promise.resolve(answer('fine')),
  );
  input.end('bad\rgood\r');
  await ended;
  expect(notes.told).toMatchObject([
    { type: 'failed', code: 'no-model' },
    { type: 'answer', text: 'fine' },
    { type: 'result', answers: 1 },
  ]);
});
