import { expect, test } from 'vitest';
import type { GenerationEngine } from '../../../../src-main/core/engine/generation-request.ts';
import { settleSampling } from '../../../../src-main/core/generation/settle-sampling.ts';
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

async function written(isStream: boolean) {
  const list = new RequestList({ log: { info: () => undefined }, now: Date.now, onChange: () => undefined });
  const ticket = list.begin('test', 'POST /v1/chat/completions');
  const told: unknown[] = [];
  const request = {
    model: { id: 'm', name: 'm', path: 'm.gguf' },
    messages: [],
    sampling: settleSampling({ alternatives: 1 }),
  };
  const options = { ticket, toolNames: [], topLogprobs: 1, isStream };
  const words = (_text: string, logprob: unknown): void => void told.push(logprob);
  return { answer: await writeAnswer(ENGINE, request, options, { words }), told };
}

test('probabilities of a stream go out as they come, and none of them is kept', async () => {
  const { answer, told } = await written(true);
  expect(told.filter((one) => one !== null)).toHaveLength(TOKENS);
  expect(answer.logprobs).toEqual([]);
  expect(answer.outcome.record).not.toHaveProperty('choices');
});

test('those of a whole answer are kept once', async () => {
  const { answer } = await written(false);
  expect(answer.logprobs).toHaveLength(TOKENS);
  expect(answer.outcome.record).not.toHaveProperty('choices');
});
