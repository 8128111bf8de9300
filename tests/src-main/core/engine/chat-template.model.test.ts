import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { reasonText } from '#contract/reasons';
import type { EngineModel } from '../../../../src-main/core/engine/engine-model.ts';
import { answer, assistant, openTestEngine, user } from '../../../builders/engine.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { byteTokens, writeTinyGguf, type TinyModel } from '../../../builders/tiny-gguf.ts';

const HANGING = `${'{% for a in range(10000) %}'.repeat(4)}${'{% endfor %}'.repeat(4)}`;
const SWELLING =
  "{% set n = namespace(t='xxxxxxxxxxxxxxxx') %}{% for a in range(60) %}{% set n.t = n.t + n.t %}{% endfor %}{{ n.t }}";

async function tinyModel(more: Partial<TinyModel>): Promise<EngineModel> {
  const path = join(await temporaryFolder(), 'tiny.gguf');
  await writeTinyGguf(path, { tokens: byteTokens(), ...more });
  return { id: 'tiny', name: 'Tiny', path };
}

async function refusal(promise: Promise<unknown>): Promise<[string, string]> {
  const error = await promise.then(
    () => expect.unreachable('it should have failed'),
    (thrown: unknown) => SarviError.from(thrown),
  );
  return [error.code, reasonText(String(error.details['reason']), 'en')];
}

describe('a chat template that fails', () => {
  test.each([
    ['by its own will', "{{ raise_exception('Roles must alternate') }}", /^Roles must alternate$/],
    ['by its syntax', '{% if %}', /./],
    ['by what it does not know', '{{ messages | sorcery }}', /./],
    ['by making hundreds of millions of characters', SWELLING, /./],
  ])('%s: the reason is told and the process lives', async (_, chatTemplate, reason) => {
    const { engine, children } = openTestEngine();
    const model = await tinyModel({ chatTemplate });
    const [code, told] = await refusal(answer(engine, model, [user('Hei')]));
    expect(code).toBe('template-failed');
    expect(told).toMatch(reason);
    expect((await answer(engine, await guideModel(), [user('Kuka olet?')])).text).toContain('Olen Sarven');
    expect(children.length).toBe(1);
  });

  test('by never ending: the process is ended, and the next answer has a new one', async () => {
    const { engine, children } = openTestEngine({ renderDeadlineMs: 4000 });
    const model = await tinyModel({ chatTemplate: HANGING });
    const [code, told] = await refusal(answer(engine, model, [user('Hei')]));
    expect([code, told]).toEqual(['template-failed', 'it ran for more than 4 seconds']);
    expect((await answer(engine, await guideModel(), [user('Kuka olet?')])).text).toContain('Olen Sarven');
    expect(children.length).toBe(2);
  });
});

describe('a model without a chat template', () => {
  test('goes on with the texts as they are, after its beginning token', async () => {
    const { engine } = openTestEngine();
    const tokens = byteTokens('<begin>');
    const model = await tinyModel({ tokens, tokenTypes: tokens.map((_, id) => (id === 256 ? 3 : 1)), bosTokenId: 256 });
    const messages = [user('ab'), assistant(' <begin>')];
    const { prompt, tokens: ids } = await engine.renderPrompt({ model, messages, addGenerationPrompt: true });
    expect(prompt).toBe('ab\n\n <begin>');
    expect(ids).toEqual([256, ...Buffer.from('ab\n\n <begin>')]);
  });
});

describe('the beginning token', () => {
  const tokens = byteTokens('<begin>');
  const tokenTypes = tokens.map((_, id) => (id === 256 ? 3 : 1));

  test.each([
    ['a template that writes it', '{{ bos_token }}x', [256, 120]],
    ['a template that writes it twice', '{{ bos_token }}{{ bos_token }}x', [256, 120]],
    ['a template that leaves it out', 'x', [120]],
  ])('%s', async (_, chatTemplate, expected) => {
    const { engine } = openTestEngine();
    const model = await tinyModel({ tokens, tokenTypes, bosTokenId: 256, addBosToken: true, chatTemplate });
    const rendered = await engine.renderPrompt({ model, messages: [user('')], addGenerationPrompt: true });
    expect(rendered.tokens).toEqual(expected);
  });
});
