import { describe, expect, test } from 'vitest';
import { ranCold, type GenerationRecord, type RunSetup } from '#contract/generation-record';
import { joinRecords, rewrittenRecord } from '../../../../src-main/core/generation/join-records.ts';
import { doubtsOf } from '../../../../src-main/core/repeat/repeat-doubts.ts';
import { buildGenerationRecord } from '../../../builders/contract-values.ts';

const SETUP: RunSetup = {
  modelChecksum: 'a',
  llamaCpp: 'b9842',
  threads: 2,
  gpuLayers: 0,
  templateSha256: 't',
  promptSha256: 'first',
  stateKey: 's',
  alone: true,
  chunks: [40],
};

function record(values: Partial<GenerationRecord>): GenerationRecord {
  const usual = { freshTokens: 40, cachedTokens: 0, generatedTokens: 58, promptMs: 100, generationMs: 1000 };
  return buildGenerationRecord({ ...usual, timeToFirstTokenMs: 110, ...values });
}

const FIRST = record({ setup: SETUP });
const AGAIN = { setup: { ...SETUP, promptSha256: 'second', chunks: [2] } };

describe('an answer that goes on from another word', () => {
  const last = record({ freshTokens: 3, cachedTokens: 49, generatedTokens: 29, generationMs: 500, ...AGAIN });
  const joined = joinRecords(rewrittenRecord(FIRST), last);

  test('counts what was written since, and the text that was kept apart, but nothing of the text that was cut', () => {
    expect(joined).toMatchObject({ generatedTokens: 29, keptTokens: 12, generationMs: 500, continuations: 1 });
  });

  test('has the prompts of the first run and of the one that went on', () => {
    expect(joined).toMatchObject({
      freshTokens: 40,
      cachedTokens: 0,
      promptMs: 200,
      continuedPrompts: { freshTokens: 3, cachedTokens: 49 },
    });
    expect(ranCold(joined)).toBe(false);
    expect(doubtsOf(joined)).toEqual(['cached', 'continued']);
  });

  test('sums what was written since when it is continued once more', () => {
    const third = record({ freshTokens: 1, cachedTokens: 80, generatedTokens: 5, generationMs: 100, ...AGAIN });
    expect(joinRecords(joined, third)).toMatchObject({
      generatedTokens: 34,
      keptTokens: 12,
      generationMs: 600,
      continuations: 2,
      continuedPrompts: { freshTokens: 4, cachedTokens: 129 },
    });
  });

  test('does not tell how much was kept where the prompts cannot be compared', () => {
    for (const other of [{ modelId: 'other' }, { memoryBeginsAt: 'm' }, { freshTokens: 0, cachedTokens: 10 }]) {
      expect(joinRecords(rewrittenRecord(FIRST), record({ ...last, ...other }))).not.toHaveProperty('keptTokens');
    }
  });

  test('and that was rewritten again tells nothing of its runs any more', () => {
    const rewritten = rewrittenRecord(joined);
    expect(rewritten.edited).toBe(true);
    for (const key of ['keptTokens', 'continuations', 'continuedPrompts', 'setup', 'choices']) {
      expect(rewritten).not.toHaveProperty(key);
    }
    expect(joinRecords(rewritten, last)).toMatchObject({ generatedTokens: 29, continuations: 1 });
  });
});

describe('an answer that was continued ran alone, cold and without guesses', () => {
  const cold = record({ freshTokens: 98, generatedTokens: 5, ...AGAIN });

  test('if all of its runs did', () => {
    const joined = joinRecords(FIRST, cold);
    expect(joined).toMatchObject({ generatedTokens: 63, freshTokens: 40, setup: SETUP });
    expect(doubtsOf(joined)).toEqual(['continued']);
  });

  test('not if one of them did not, whichever that was', () => {
    const beside = { ...SETUP, alone: false };
    const draft = { checkedTokens: 4, acceptedTokens: 2 };
    for (const joined of [
      joinRecords(record({ setup: beside, cachedTokens: 4, draft }), cold),
      joinRecords(FIRST, { ...cold, setup: beside, cachedTokens: 4, draft }),
    ]) {
      expect(doubtsOf(joined)).toEqual(['not-alone', 'cached', 'guesses', 'continued']);
    }
  });

  test('is not said where a run does not tell, or was computed with something else', () => {
    const { setup: _setup, ...untold } = FIRST;
    expect(joinRecords(untold, cold)).not.toHaveProperty('setup');
    expect(joinRecords(FIRST, { ...cold, setup: { ...SETUP, threads: 4 } })).not.toHaveProperty('setup');
    const { continuedPrompts: _prompts, ...earlier } = joinRecords(FIRST, cold);
    expect(ranCold(joinRecords(earlier, cold))).toBeNull();
  });
});
