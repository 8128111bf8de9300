import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SpeculationUse } from '../../../../src-main/core/engine/protocol.ts';
import { answer, assistant, openTestEngine, user } from '../../../builders/engine.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { byteTokens, writeTinyGguf } from '../../../builders/tiny-gguf.ts';

const TURNS = [user('Kuka olet?'), user('Who are you?'), user('Kuka olet?')];

/** The same short conversation, greedily. */
async function talk(speculation: SpeculationUse): Promise<{ texts: string[]; checked: number; accepted: number }> {
  const model = await guideModel();
  const { engine } = openTestEngine({ speculation: () => Promise.resolve(speculation) });
  const messages = [];
  const texts: string[] = [];
  let [checked, accepted] = [0, 0];
  for (const turn of TURNS) {
    messages.push(turn);
    const { text, end, started } = await answer(engine, model, messages, { maxTokens: 60 });
    messages.push(assistant(text));
    texts.push(text);
    checked += end.draft?.checkedTokens ?? 0;
    accepted += end.draft?.acceptedTokens ?? 0;
    // What was guessed wrongly is not left in the cache: the next turn finds its beginning.
    if (texts.length > 1) expect(started?.figures.freshTokens).toBeLessThan(30);
  }
  return { texts, checked, accepted };
}

test('guesses from the conversation and from a draft model leave the text as it is, and are counted', async () => {
  const plain = await talk({ kind: 'off' });
  expect([plain.checked, plain.accepted]).toEqual([0, 0]);
  const lookup = await talk({ kind: 'prompt-lookup' });
  expect(lookup.texts).toEqual(plain.texts);
  expect(lookup.accepted).toBeGreaterThan(0);
  expect(lookup.checked).toBeGreaterThanOrEqual(lookup.accepted);
  const path = join(await temporaryFolder(), 'draft.gguf');
  await copyFile((await guideModel()).path, path);
  const draft = await talk({ kind: 'draft', path });
  expect(draft.texts).toEqual(plain.texts);
  // It is the same model: all that is wrong is wrong by the last digits of a batch.
  expect(draft.accepted).toBeGreaterThan(0.9 * draft.checked);
  expect(draft.accepted).toBeGreaterThan(20);
});

test('a draft model with other words is left out, and said so', async () => {
  const path = join(await temporaryFolder(), 'tiny.gguf');
  await writeTinyGguf(path, { tokens: byteTokens(), contextTokens: 512 });
  const notices: string[] = [];
  const { engine } = openTestEngine({
    speculation: () => Promise.resolve({ kind: 'draft', path }),
    onNotice: ({ code }) => notices.push(code),
  });
  const { text, end } = await answer(engine, await guideModel(), [user('Kuka olet?')]);
  expect(text).not.toBe('');
  expect(end.draft).toBeNull();
  expect(notices).toEqual(['engine-without-draft']);
});

test('guesses at the end of the window push nothing out of it', async () => {
  const path = join(await temporaryFolder(), 'tiny.gguf');
  await writeTinyGguf(path, { tokens: byteTokens(), contextTokens: 512 });
  const { engine } = openTestEngine({ speculation: () => Promise.resolve({ kind: 'prompt-lookup' }) });
  const model = { id: 't', name: 't', path };
  for (const length of [300, 301]) {
    // It repeats what it is told, so that guesses are right to the end.
    const messages = [user(`${length}${'\u0000'.repeat(length)}`)];
    const { end } = await answer(engine, model, messages, { maxTokens: 100_000 });
    expect(end.stopReason).toBe('context-full');
    expect(end.draft?.acceptedTokens).toBeGreaterThan(50);
    expect((await answer(engine, model, messages, { maxTokens: 1 })).started?.figures.freshTokens).toBe(1);
  }
});
