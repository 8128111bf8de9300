import { expect, test } from 'vitest';
import type { GenerationEngine } from '../../../../src-main/core/engine/generation-request.ts';
import { settleSampling } from '../../../../src-main/core/generation/settle-sampling.ts';
import { LogprobRoom } from '../../../../src-main/core/api-server/logprobs.ts';
import { apiErrorOf } from '../../../../src-main/core/api-server/api-error.ts';
import { RequestList } from '../../../../src-main/core/api-server/request-list.ts';
import { writeAnswer } from '../../../../src-main/core/api-server/write-answer.ts';

const CHOICE = { token: 5, text: 'a', probability: 0.5, alternatives: [{ token: 5, text: 'a', probability: 0.5 }] };
const TOKENS = 100;

/** Writes tokens with their probabilities. */
const ENGINE: GenerationEngine = {
  // eslint-disable-next-line @typescript-eslint/require-await -- an engine that has everything at once
  async *generate() {
    const figures = { seed: 1, freshTokens: 3, cachedTokens: 0 };
    yield { kind: 'started', figures, backend: 'CPU', contextTokens: 512, droppedMessages: 0 };
    for (let generatedTokens = 1; generatedTokens <= TOKENS; generatedTokens += 1) {
      yield { kind: 'text', delta: 'a', generatedTokens, choice: CHOICE };
    }
    const end = {
      stopReason: 'max-tokens',
      generatedTokens: TOKENS,
      promptMs: 1,
      generationMs: 1,
      draft: null,
    } as const;
    yield { kind: 'finished', end };
  },
};

async function written(room: LogprobRoom | null) {
  const list = new RequestList({ log: { info: () => undefined }, now: Date.now, onChange: () => undefined });
  const ticket = list.begin('test', 'POST /v1/chat/completions');
  const told: unknown[] = [];
  const request = {
    model: { id: 'm', name: 'm', path: 'm.gguf' },
    messages: [],
    sampling: settleSampling({ alternatives: 1 }),
  };
  const options = { ticket, toolNames: [], topLogprobs: 1, room };
  const words = (_text: string, logprob: unknown): void => void told.push(logprob);
  return { answer: await writeAnswer(ENGINE, request, options, { words }), told };
}

test('probabilities of a stream go out as they come, and none of them is kept', async () => {
  const { answer, told } = await written(null);
  expect(told.filter((one) => one !== null)).toHaveLength(TOKENS);
  expect(answer.logprobs).toEqual([]);
  expect(answer.outcome.record).not.toHaveProperty('choices');
});

test('those of a whole answer are kept once', async () => {
  const { answer } = await written(new LogprobRoom());
  expect(answer.logprobs).toHaveLength(TOKENS);
  expect(answer.outcome.record).not.toHaveProperty('choices');
});

test('all choices of one answer keep no more than there is room for', async () => {
  const room = new LogprobRoom();
  // Room for half of an answer is left.
  room.take(2_000_000 - TOKENS);
  const thrown = await written(room).catch((error: unknown) => error);
  expect(apiErrorOf(thrown)).toMatchObject({ status: 400, parts: { param: 'logprobs' } });
});
