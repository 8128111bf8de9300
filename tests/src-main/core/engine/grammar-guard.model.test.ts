import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { answer, comesTo, openTestEngine, user } from '../../../builders/engine.ts';
import { because } from '#contract/reasons';
import { guideModel } from '../../../builders/guide-gguf.ts';

/** Each rule is twice the one below, and the last may be empty: the first token may come in 2^28 ways. */
const BOMB = [
  'root ::= r27',
  ...Array.from({ length: 27 }, (_, level) => `r${level + 1} ::= r${level} r${level}`),
  'r0 ::= "x"?',
].join('\n');

test('a grammar that grows without an end ends with its own answer, and no other', async () => {
  const model = await guideModel();
  const { engine, children } = openTestEngine({ sequences: () => 2, grammarDeadlineMs: 1500 });
  const rambling = { temperature: 5, maxTokens: 400 };
  const generating = comesTo(engine, 'generating');
  const before = answer(engine, model, [user('Tell me everything.')], rambling);
  await generating;
  const grammar = { kind: 'gbnf', text: BOMB } as const;
  const refused = answer(engine, model, [user('Hei')], { grammar }).catch((thrown: unknown) => SarviError.from(thrown));
  const after = answer(engine, model, [user('Who are you?')]);
  expect((await before).end.generatedTokens).toBeGreaterThan(0);
  expect(await refused).toMatchObject({ code: 'grammar-invalid', details: { reason: because('grew-without-end') } });
  expect((await after).text).toMatch(/Sarvi/);
  expect(children).toHaveLength(2);
});
