import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Aside } from '#contract/asides';
import type { Message } from '#contract/messages';
import { buildConversation, buildMessage, buildModel } from '../../builders/contract-values.ts';
import { renderApp, type RenderedApp } from '../../builders/render-app.ts';

const messages = page.getByTestId('message');
const asides = page.getByTestId('aside');

function withAnswer(answer: Partial<Message>): RenderedApp {
  const question = buildMessage();
  const last = buildMessage({ id: 'm2', parentId: 'm1', role: 'assistant', text: 'Four.', ...answer });
  return renderApp(
    { models: [buildModel()], conversations: [buildConversation()], messages: [question, last] },
    '#/chat/c1',
  );
}

const ASIDES: Aside[] = [
  { kind: 'thinking', text: 'Two **and** two <img src=x onerror="document.title=1">[x](javascript:document.title=1)' },
  { kind: 'tool', name: 'calculator', input: '{"sum": "2+2"}', output: '<b>4</b>' },
];

test('thinking and tool talk are folded before the answer, opened by keyboard, and inert', async () => {
  withAnswer({ asides: ASIDES });
  await expect.element(messages.nth(1)).toMatchTextContent('Four.');
  await expect.element(asides.nth(0)).toMatchTextContent('Thinking');
  await expect.element(asides.nth(1)).toMatchTextContent('Tool: calculator');
  await expect.element(messages.nth(1)).not.toMatchTextContent('two');
  asides.nth(0).element().querySelector('summary')?.focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(asides.nth(0).getByText('and', { exact: true })).toBeVisible();
  expect(asides.nth(0).element().querySelectorAll('img, [onerror], a[href^="javascript"]')).toHaveLength(0);
  await userEvent.keyboard('{Tab}');
  asides.nth(1).element().querySelector('summary')?.focus();
  await userEvent.keyboard(' ');
  await expect.element(asides.nth(1)).toMatchTextContent('<b>4</b>');
  await userEvent.keyboard(' ');
  await expect.element(asides.nth(1)).not.toMatchTextContent('<b>4</b>');
});

test('thinking that was cut off before an answer is open, and can go on', async () => {
  const { bridge } = withAnswer({
    text: '',
    asides: [{ kind: 'thinking', text: 'Two and' }],
    stopReason: 'max-tokens',
  });
  await expect.element(asides).toMatchTextContent('Two and');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect
    .poll(() => bridge.calls.find(({ name }) => name === 'chat.continue')?.input)
    .toMatchObject({ messageId: 'm2' });
});

test('thinking grows folded while it streams, and the answer after it', async () => {
  const { bridge } = withAnswer({ text: '', streaming: true });
  const ids = { generationId: 'g1', conversationId: 'c1', messageId: 'm2' };
  const counts = { generatedTokens: 1, contextUsedTokens: 9, tokensPerSecond: null };
  await expect.element(messages.nth(1)).toBeVisible();
  bridge.emit('generation.changed', { ...ids, ...counts, kind: 'thinking', offset: 0, delta: 'Two and' });
  await expect.element(asides).toMatchTextContent('Thinking');
  await expect.element(messages.nth(1)).toMatchTextContent('Thinking…');
  await expect.element(asides).not.toMatchTextContent('Two and');
  await asides.getByText('Thinking', { exact: true }).click();
  bridge.emit('generation.changed', { ...ids, ...counts, kind: 'thinking', offset: 7, delta: ' two' });
  await expect.element(asides).toMatchTextContent('Two and two');
  bridge.emit('generation.changed', { ...ids, ...counts, kind: 'text', offset: 0, delta: 'Four' });
  await expect.element(messages.nth(1)).toMatchTextContent('Four');
  const message = buildMessage({
    id: 'm2',
    parentId: 'm1',
    role: 'assistant',
    text: 'Four.',
    asides: [{ kind: 'thinking', text: 'Two and two' }],
    stopReason: 'end-of-generation',
  });
  bridge.emit('generation.changed', { ...ids, kind: 'finished', message });
  await expect.element(messages.nth(1)).toHaveAttribute('aria-busy', 'false');
  await expect.element(asides).toMatchTextContent('Two and two');
});
