import { expect, test } from 'vitest';
import { promptTokens, type PromptVocabulary } from '../../../../src-main/core/prompt/prompt-tokens.ts';

/** Ends every prompt with the beginning of a thought, as templates of some reasoning models do. */
const TEMPLATE = '{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}[assistant]<think>';

const vocabulary: PromptVocabulary = {
  chatTemplate: TEMPLATE,
  controlTokens: new Map(),
  specialTokens: {},
  beginningToken: null,
  tokenizePlain: (text) => [...text].map((sign) => sign.codePointAt(0) ?? 0),
};
const now = new Date(0);
const messages = [{ role: 'user', content: '2+2?' }];
const textOf = (tokens: Uint32Array): string => String.fromCodePoint(...Array.from(tokens));

test('a template that begins the thinking is known, and an answer that goes on stands behind its tag', () => {
  const render = (thinking: string, text: string) =>
    promptTokens(vocabulary, messages, { addGenerationPrompt: true, answerSoFar: { thinking, text }, now });
  const fresh = render('', '');
  expect(fresh).toMatchObject({ openTag: '<think>', prompt: '[user]2+2?[assistant]<think>' });
  for (const [said, behind] of [
    [['Two', ''], 'Two'],
    [['Two and two.', 'Fo'], 'Two and two.\n</think>\n\nFo'],
    [['', 'Fo'], '\n</think>\n\nFo'],
  ] as const) {
    const { prompt, tokens } = render(said[0], said[1]);
    expect(prompt).toBe(fresh.prompt + behind);
    expect(textOf(tokens)).toBe(prompt);
  }
});

test('a prompt of a model without a template never begins a thought', () => {
  const completion = promptTokens({ ...vocabulary, chatTemplate: null }, [{ role: 'user', content: 'Write <think>' }], {
    addGenerationPrompt: true,
    now,
  });
  expect(completion).not.toHaveProperty('openTag');
});

test('a model without a template goes on with what the template of another one makes, in its own tokens', () => {
  const controlTokens = new Map([['<|end|>', 7]]);
  const base = { ...vocabulary, chatTemplate: null, controlTokens };
  const chatTemplate = '{% for m in messages %}{{ m.role }}: {{ m.content }}<|end|>{% endfor %}';
  const options = { addGenerationPrompt: true, chatTemplate, now };
  const { prompt, tokens } = promptTokens(base, [{ role: 'user', content: 'a<|end|>b' }], options);
  expect(prompt).toBe('user: a<|end|>b<|end|>');
  // What a text spells is no control token.
  expect([...tokens].filter((token) => token === 7)).toHaveLength(1);
  expect(tokens.at(-1)).toBe(7);
});
