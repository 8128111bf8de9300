import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import type { TokenChoice } from '#contract/generation-record';
import type { EngineModel } from '../../../../src-main/core/engine/engine-model.ts';
import { answer, openEngine, user, type Answer, type TestEngine } from '../../../builders/engine.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';

const WHO = [user('Who are you?')];

let model: EngineModel;
let shared: TestEngine;

beforeAll(async () => {
  model = await guideModel();
  shared = openEngine();
});
afterAll(() => shared.engine.dispose());

const ask = (more: Parameters<typeof answer>[3] = {}): Promise<Answer> => answer(shared.engine, model, WHO, more);
const gbnf = (text: string) => ({ grammar: { kind: 'gbnf', text } as const });
const schema = (value: unknown) => ({ grammar: { kind: 'json-schema', text: JSON.stringify(value) } as const });

function choicesOf({ updates }: Answer): TokenChoice[] {
  return updates.flatMap((update) => (update.kind === 'text' && update.choice ? [update.choice] : []));
}

describe('stop strings', () => {
  test('an answer ends before one, at any place of the text', async () => {
    const { text: whole } = await ask();
    for (const stop of ['small built', ' a', "Sarvi's s", 'Poro 2', 'trained from scratch for']) {
      const { text, end, updates } = await ask({ stop: ['never said', stop] });
      expect([text, end.stopReason]).toEqual([whole.slice(0, whole.indexOf(stop)), 'stop-string']);
      // Not even a part of it was shown on the way.
      let shown = '';
      for (const update of updates)
        if (update.kind === 'text') expect(text.startsWith((shown += update.delta))).toBe(true);
    }
  });

  test('what only begins like one is shown in the end', async () => {
    const { text: whole } = await ask();
    const { text, end } = await ask({ stop: ['Instruct.!', 'scratchy'] });
    expect([text, end.stopReason]).toEqual([whole, 'end-of-generation']);
    const cut = await ask({ maxTokens: 8 });
    const held = await ask({ maxTokens: 8, stop: [`${cut.text.slice(-3)}?!`] });
    expect([held.text, held.end.stopReason]).toEqual([cut.text, 'max-tokens']);
  });
});

describe('grammar', () => {
  test('whole numbers of a schema are written as whole numbers', async () => {
    const number = schema({ type: 'integer' });
    for (let seed = 1; seed <= 12; seed += 1) {
      const { text: written } = await ask({ ...number, temperature: 5, seed, maxTokens: 60 });
      expect(written).toMatch(/^(0|-?[1-9]\d{0,15})$/);
    }
  });

  test('an answer follows a GBNF grammar', async () => {
    const { text, end } = await ask(gbnf('root ::= ("kissa" | "koira") " " [0-9]{3} "!"'));
    expect([/^(kissa|koira) \d{3}!$/.test(text), end.stopReason]).toEqual([true, 'end-of-generation']);
  });

  test('an answer follows a JSON schema, at any temperature', async () => {
    const person = {
      type: 'object',
      properties: {
        name: { type: 'string', maxLength: 12 },
        kind: { enum: ['poro', 'hirvi'] },
        age: { type: 'integer' },
        tags: { type: 'array', items: { type: 'boolean' }, minItems: 2, maxItems: 2 },
      },
    };
    let whole = 0;
    for (const seed of [1, 2, 3]) {
      const { text, end } = await ask({ ...schema(person), temperature: 1.2, seed, maxTokens: 400 });
      if (end.stopReason === 'max-tokens') continue;
      whole += 1;
      const value = JSON.parse(text) as Record<string, unknown>;
      // The value and nothing behind it.
      expect(text).toMatch(/^\{[^]*\}$/);
      expect(Object.keys(value)).toEqual(['name', 'kind', 'age', 'tags']);
      expect(['poro', 'hirvi']).toContain(value['kind']);
      expect(Number.isInteger(value['age'])).toBe(true);
      expect(value['tags']).toEqual([expect.any(Boolean), expect.any(Boolean)]);
    }
    expect(whole).toBeGreaterThan(0);
    const { text, end } = await ask(schema({ enum: ['yes', 'no'] }));
    expect([['"yes"', '"no"'].includes(text), end.stopReason]).toEqual([true, 'end-of-generation']);
  });

  test.each([
    ['no rules', gbnf('this is no grammar')],
    ['no root', gbnf('start ::= "a"')],
    ['left recursion', gbnf('root ::= root "a" | "b"')],
    ['a keyword that cannot be kept', schema({ type: 'string', pattern: 'a' })],
  ])('a grammar with %s is refused in words, and the engine goes on', async (name, more) => {
    const error = await ask(more).then(
      () => expect.unreachable('it should have failed'),
      (thrown: unknown) => SarviError.from(thrown),
    );
    expect(error.code).toBe(name.startsWith('a keyword') ? 'schema-invalid' : 'grammar-invalid');
    expect(error.message).not.toContain('Failed to parse');
    expect((await ask({ maxTokens: 1 })).end.generatedTokens).toBe(1);
    expect(shared.children).toHaveLength(1);
  });
});

describe('probabilities', () => {
  test('every token comes with its probability and the likeliest others, in falling order', async () => {
    const plain = await ask({ maxTokens: 12 });
    const weighed = await ask({ maxTokens: 12, alternatives: 5 });
    const choices = choicesOf(weighed);
    expect([weighed.text, choices.length, choicesOf(plain).length]).toEqual([plain.text, 12, 0]);
    expect(choices.map(({ text }) => text).join('')).toBe(plain.text);
    for (const { token, text, probability, alternatives } of choices) {
      expect(alternatives).toHaveLength(5);
      // Greedy takes the likeliest.
      expect(alternatives[0]).toEqual({ token, text, probability });
      const falling = alternatives.map((each) => each.probability);
      expect(falling).toEqual(falling.toSorted((a, b) => b - a));
      const sum = falling.reduce((total, each) => total + each, 0);
      expect(sum).toBeGreaterThan(0);
      expect(sum).toBeLessThan(1 + 1e-4);
    }
  });

  test('what the sampler leaves over sums to one', async () => {
    const answered = await ask({ temperature: 1.5, topK: 8, maxTokens: 10, alternatives: 20, seed: 4 });
    for (const { token, probability, alternatives } of choicesOf(answered)) {
      expect(alternatives).toHaveLength(8);
      expect(alternatives.reduce((sum, each) => sum + each.probability, 0)).toBeCloseTo(1, 3);
      expect(alternatives.find((each) => each.token === token)?.probability).toBe(probability);
    }
  });

  test('a grammar rules out everything else', async () => {
    const answered = await ask({ ...gbnf('root ::= "a" | "b"'), alternatives: 5 });
    const [first] = choicesOf(answered);
    expect(first?.alternatives.map(({ text }) => text).toSorted()).toEqual(['a', 'b']);
    expect(first?.alternatives.reduce((sum, each) => sum + each.probability, 0)).toBeCloseTo(1, 3);
  });

  test('the end of the answer is weighed too', async () => {
    const answered = await ask({ alternatives: 1 });
    expect(choicesOf(answered).at(-1)).toMatchObject({ text: '<|eot_id|>' });
    expect(choicesOf(answered)).toHaveLength(answered.end.generatedTokens + 1);
  });
});

describe('penalties', () => {
  const said = async (more: Parameters<typeof answer>[3]): Promise<number> => {
    const choices = choicesOf(await ask({ maxTokens: 50, alternatives: 1, ...more }));
    return new Set(choices.map(({ token }) => token)).size / choices.length;
  };

  test('each makes an answer repeat less, and none does anything without a window', async () => {
    const none = await ask({ maxTokens: 50 });
    const plain = await said({});
    for (const penalty of [{ repetitionPenalty: 3 }, { presencePenalty: 2 }, { frequencyPenalty: 2 }]) {
      const strong = { ...penalty, temperature: 0.8, seed: 5 };
      expect(await said(strong)).toBeGreaterThanOrEqual(plain);
      expect((await ask({ maxTokens: 50, ...penalty, penaltyWindow: 0 })).text).toBe(none.text);
    }
    expect(await said({ repetitionPenalty: 3 })).toBeGreaterThan(plain);
  });

  test('a penalty lowers the odds of what is in the window by what it says', async () => {
    // Without the limits the distribution is the model's own: a presence penalty of p divides odds by e to the p.
    const first = { maxTokens: 1, alternatives: 20 };
    const before = choicesOf(await ask(first))[0] ?? expect.unreachable();
    const after = choicesOf(await ask({ ...first, presencePenalty: 2 }))[0] ?? expect.unreachable();
    const pairs = before.alternatives.flatMap(({ token, probability }) => {
      const other = after.alternatives.find((each) => each.token === token);
      return other ? [Math.log(probability / other.probability)] : [];
    });
    expect(pairs.length).toBeGreaterThan(10);
    const [least = 0] = pairs.toSorted((a, b) => a - b);
    for (const difference of pairs) {
      const penalized = Math.abs(difference - least) > 1;
      expect(difference - least).toBeCloseTo(penalized ? 2 : 0, 2);
    }
  });
});

describe('greedy and seeds', () => {
  test('temperature 0 gives the same text whatever the seed', async () => {
    const [one, two] = [await ask({ seed: 1 }), await ask({ seed: 99 })];
    expect(two.text).toBe(one.text);
  });

  test('a seed gives the same text with penalties and a grammar as well', async () => {
    const more = { temperature: 1.3, seed: 11, maxTokens: 40, frequencyPenalty: 0.5, ...gbnf('root ::= [a-z ]{5,60}') };
    expect((await ask(more)).text).toBe((await ask(more)).text);
    expect((await ask({ ...more, seed: 12 })).text).not.toBe((await ask(more)).text);
  });
});
