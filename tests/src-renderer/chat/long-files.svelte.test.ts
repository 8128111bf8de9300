import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildConversation, buildModel } from '../../builders/contract-values.ts';
import type { FakeCore } from '../../builders/fake-core/fake-core.ts';
import { renderApp } from '../../builders/render-app.ts';

const FILLING = Array.from({ length: 600 }, (_, index) => `Kappale ${index} kertoo muista asioista pitkästi.`);
const TEXT = [
  '# Talo',
  ...FILLING.slice(0, 300),
  '## Sauna',
  'Lenkkisauna on lämmin perjantaisin.',
  ...FILLING.slice(300),
].join('\n\n');

const composer = page.getByTestId('composer');
const field = page.getByRole('textbox', { name: 'Message' });
const long = page.getByTestId('long-files');

async function attached(text = TEXT, more: Partial<FakeCore> = {}) {
  const app = renderApp(
    {
      models: [buildModel()],
      conversations: [buildConversation({ id: 'c1' })],
      answer: () => 'Perjantaisin.',
      ...more,
    },
    '#/chat/c1',
  );
  await expect.element(composer).toBeInTheDocument();
  const input = document.querySelector<HTMLInputElement>('[data-testid=file-input]');
  const files = new DataTransfer();
  files.items.add(new File([text], 'talo.md'));
  if (input) input.files = files.files;
  input?.dispatchEvent(new Event('change', { bubbles: true }));
  await expect.element(composer).toMatchTextContent('talo.md');
  return app;
}

const sentText = (bridge: Awaited<ReturnType<typeof attached>>['bridge']): string => {
  const sent = bridge.calls.filter(({ name }) => name === 'chat.send').at(-1)?.input as { text: string } | undefined;
  return sent?.text ?? '';
};

test('a file that is too long is told with both counts, and is searched for each question', async () => {
  const { bridge } = await attached();
  await expect.element(long).toMatchTextContent('The rest is not sent.');
  await long.getByRole('button', { name: 'Search inside' }).click();
  await expect.element(long).toMatchTextContent('Write your question.');
  await field.fill('Mikä se on?');
  await expect.element(long).toMatchTextContent('from the beginning of the file');
  await field.fill('Milloin lenkkisauna on lämmin?');
  await expect.element(long).toMatchTextContent('1 chosen');
  await expect.element(long.getByRole('checkbox')).toBeChecked();
  await expect.element(long).toMatchTextContent('Talo › Sauna');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect.poll(() => sentText(bridge)).toContain('Lenkkisauna on lämmin perjantaisin.');
  expect(sentText(bridge)).toMatch(/^```text talo\.md \[\d+–\d+ \/ \d+\]\n/);
  expect(sentText(bridge)).not.toContain('Kappale 0 ');
  // The file stays for the next question.
  await expect.element(long).toBeInTheDocument();
  await expect.element(page.getByTestId('message').first()).toMatchTextContent('talo.md [');
});

test('a passage that is ticked off is not sent, and own words add others', async () => {
  const { bridge } = await attached();
  await long.getByRole('button', { name: 'Search inside' }).click();
  await field.fill('Milloin lenkkisauna on lämmin?');
  await expect.element(long).toMatchTextContent('1 chosen');
  await long.getByRole('checkbox').click();
  await expect.element(long).toMatchTextContent('No passage is chosen');
  const own = long.getByRole('textbox', { name: 'Find more with your own words' });
  await own.fill('krokotiili');
  await long.getByRole('button', { name: 'Find' }).click();
  await expect.element(long).toMatchTextContent('The file does not have these words.');
  await own.fill('599');
  await long.getByRole('button', { name: 'Find' }).click();
  await expect.element(long).toMatchTextContent('1 chosen');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect.poll(() => sentText(bridge)).toContain('Kappale 599 kertoo');
  expect(sentText(bridge)).not.toContain('Lenkkisauna on');
});

test('a file goes in parts, the next one after each message', async () => {
  const { bridge } = await attached();
  await long.getByRole('button', { name: 'Send in parts' }).click();
  const boxes = long.getByRole('checkbox');
  await expect.element(boxes.first()).toBeChecked();
  await field.fill('Tiivistä.');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect.poll(() => sentText(bridge)).toContain('Kappale 0 kertoo');
  await expect.element(boxes.first()).not.toBeChecked();
  await expect.element(boxes.nth(1)).toBeChecked();
  await expect.element(long.getByRole('listitem').first()).toMatchTextContent('sent');
});

test('what is too long can be left out, and a short file is sent whole', async () => {
  await attached();
  await long.getByRole('button', { name: 'Leave out' }).click();
  await expect.element(long).not.toBeInTheDocument();
  await expect.element(composer).not.toMatchTextContent('talo.md');
});

test('a message waits for the choice: the button says so, and Enter leads to it', async () => {
  const { bridge } = await attached();
  const send = page.getByRole('button', { name: 'Send' });
  await field.fill('Tiivistä.');
  await expect.element(send).toBeDisabled();
  await expect.element(send).toHaveAttribute('title', 'Choose what goes into the message. The rest is not sent.');
  await userEvent.keyboard('{Enter}');
  await expect.element(long.getByRole('button', { name: 'Search inside' })).toHaveFocus();
  expect(bridge.calls.some(({ name }) => name === 'chat.send')).toBe(false);
  await expect.element(field).toHaveValue('Tiivistä.');
  await long.getByRole('button', { name: 'Send in parts' }).click();
  await expect.element(send).toBeEnabled();
});

test('a message that the model had no room for is in the composer again with its files, and asks for the choice', async () => {
  const error = { code: 'prompt-too-long', details: { tokens: 2100, limit: 2016 }, message: '' } as const;
  const failure = (question: string) => (question.includes('Kappale 1 ') ? error : null);
  const { bridge } = await attached(FILLING.slice(0, 20).join('\n\n'), { failure });
  await field.fill('Tiivistä.');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByTestId('message').nth(1)).toMatchTextContent('The message is too long');
  await expect.element(composer).toMatchTextContent('talo.md');
  await expect.element(field).toHaveValue('Tiivistä.');
  await expect.element(long).toMatchTextContent('The model had no room for this message as it was.');
  await expect.element(page.getByRole('button', { name: 'Send' })).toBeDisabled();
  await long.getByRole('button', { name: 'Leave out' }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect.poll(() => sentText(bridge)).toBe('Tiivistä.');
});
