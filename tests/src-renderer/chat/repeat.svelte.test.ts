import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { Message } from '#contract/messages';
import type { Repeat } from '#contract/repeats';
import { SarviError } from '#contract/errors';
import { buildConversation, buildGenerationRecord, buildMessage, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const SAME: Repeat = { messageId: 'a', verdict: 'same', difference: null, words: 2, isPart: false, doubts: [] };

function render(found: Repeat, answer: Partial<Message> = {}) {
  let isDone = false;
  const job = { id: 'r1', messageId: 'a', phase: 'reading' as const, fraction: 0.5, error: null };
  const app = renderApp(
    {
      models: [buildModel()],
      conversations: [buildConversation({ id: 'c1' })],
      messages: [
        buildMessage({ id: 'q', conversationId: 'c1', role: 'user', text: 'Sound?' }),
        buildMessage({
          ...{ id: 'a', conversationId: 'c1', parentId: 'q', role: 'assistant', text: 'Lynx purrs' },
          generation: buildGenerationRecord(),
          ...answer,
        }),
      ],
      more: (handlers) => ({
        ...handlers,
        'repeats.start': () => ({ ...job, state: 'running' }),
        'repeats.cancel': () => null,
        'repeats.result': () => {
          if (!isDone) throw new SarviError('scoring-unknown');
          return found;
        },
        'repeats.receipt': ({ jobId }) => ({ name: 'receipt.json', text: JSON.stringify({ jobId }) }),
      }),
    },
    '#/chat/c1',
  );
  const end = (): void => {
    isDone = true;
    app.bridge.emit('repeats.changed', { ...job, state: 'finished' });
  };
  return { ...app, end };
}

async function repeat(): Promise<ReturnType<typeof page.getByRole>> {
  await page.getByRole('button', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Repeat and prove…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Repeat this answer' });
  await dialog.getByRole('button', { name: 'Repeat', exact: true }).click();
  await expect.element(dialog.getByRole('progressbar')).toBeVisible();
  return dialog;
}

test('a repeat that is the same says so, and why', async () => {
  const { end } = render(SAME);
  const dialog = await repeat();
  end();
  await expect.element(dialog.getByText('The same, word for word.')).toBeVisible();
  await expect.element(dialog.getByText(/nothing has changed since/)).toBeVisible();
});

test('a repeat that differs names the word, both probabilities and every doubt', async () => {
  const { end } = render({
    ...SAME,
    verdict: 'differs',
    difference: {
      word: 2,
      original: { text: 'purrs', probability: 0.3 },
      repeated: { text: '', probability: null },
    },
    doubts: ['cached', 'not-alone'],
  });
  const dialog = await repeat();
  end();
  await expect.element(dialog.getByText('It differs from word 2 on (the original has 2).')).toBeVisible();
  await expect.element(dialog.getByText(/probability 30%/)).toBeVisible();
  await expect.element(dialog.getByText(/\(end\)/)).toBeVisible();
  await expect.element(dialog.getByText('A part of the prompt came from the cache.')).toBeVisible();
  await expect.element(dialog.getByText('Other answers were computed at the same time.')).toBeVisible();
});

test('a repeat is cancelled when its dialog is closed', async () => {
  const { bridge } = render(SAME);
  const dialog = await repeat();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => bridge.calls.find(({ name }) => name === 'repeats.cancel')?.input).toEqual({ jobId: 'r1' });
});

test('the record of an answer that goes on from another word tells its runs apart, and why it is not repeated', async () => {
  const generation = buildGenerationRecord({
    ...{ edited: true, continuations: 1, generatedTokens: 29, keptTokens: 12, generationMs: 500 },
    ...{ freshTokens: 40, cachedTokens: 0, continuedPrompts: { freshTokens: 3, cachedTokens: 49 } },
  });
  render(SAME, { generation, stopReason: 'end-of-generation' });
  await page.getByRole('button', { name: 'Details' }).click();
  const details = page.getByRole('dialog', { name: 'Message details' });
  await expect.element(details.getByText('29, after 12 that were there')).toBeVisible();
  await expect.element(details.getByText('40 read, 0 from cache; when continued 3 read, 49 from cache')).toBeVisible();
  await expect.element(details.getByText(/58 tokens\/s/)).toBeVisible();
  await expect.element(details.getByText(/cannot be repeated: it continues from another word/)).toBeVisible();
  await expect.element(details.getByRole('button', { name: 'Repeat and prove…' })).not.toBeInTheDocument();
});

test.each([
  [/you have rewritten it/, { stopReason: 'edited' }],
  [
    /a server elsewhere wrote it/,
    {
      generation: buildGenerationRecord({
        remote: { host: 'h', kind: 'other', sent: 'messages', counted: true },
      }),
    },
  ],
] as [RegExp, Partial<Message>][])('an answer that is not repeated says why: %s', async (why, answer) => {
  render(SAME, answer);
  await page.getByRole('button', { name: 'Details' }).click();
  await expect.element(page.getByRole('dialog', { name: 'Message details' }).getByText(why)).toBeVisible();
});
