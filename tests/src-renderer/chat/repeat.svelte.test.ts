import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { Repeat } from '#contract/repeats';
import { SarviError } from '#contract/errors';
import { buildConversation, buildGenerationRecord, buildMessage, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const SAME: Repeat = { messageId: 'a', verdict: 'same', difference: null, words: 2, isPart: false, doubts: [] };

function render(found: Repeat) {
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
