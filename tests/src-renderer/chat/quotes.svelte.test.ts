import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { quoteFile } from '#contract/quote-file';
import { buildConversation, buildMessage, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const LINES = Array.from({ length: 3000 }, (_, index) => `Rivi ${index + 1} on tässä.`);
LINES[2500] = 'Sauna on **lämmin** perjantaisin kello 18.';
const QUESTION = `${quoteFile('talo.md', LINES.join('\n'))}\n\nMilloin sauna on lämmin?`;
const ANSWER =
  'Ohjeessa on ”Rivi 7 on tässä.” ja **”sauna on lämmin perjantaisin”**, mutta ei ”sauna on aina kylmä”.\n\n> Rivi 9\n> on tässä.';

function openAnswer(question = QUESTION, answer = ANSWER) {
  const conversation = buildConversation({ id: 'c1' });
  const messages = [
    buildMessage({ id: 'q', conversationId: 'c1', role: 'user', text: question }),
    buildMessage({ id: 'a', conversationId: 'c1', parentId: 'q', role: 'assistant', text: answer }),
  ];
  return renderApp({ models: [buildModel()], conversations: [conversation], messages }, '#/chat/c1');
}

const signs = (): string[] => [...document.querySelectorAll('.quote-sign')].map(({ textContent }) => textContent);
const marked = (): string =>
  [...(CSS.highlights.get('document-quote') ?? [])].map((range) => (range as Range).toString()).join('');

test('each quotation of an answer has a sign, in the text and in a list', async () => {
  openAnswer();
  await expect.poll(signs).toEqual(['✓', '≈', '✕', '≈']);
  const quotes = page.getByTestId('quotes');
  await expect.element(quotes).toMatchTextContent('one letter by letter');
  await expect.element(quotes).toMatchTextContent('2 with the same words');
  await quotes.getByText('Quotations:').click();
  await expect.element(quotes.getByRole('listitem').nth(2)).toMatchTextContent('not in the files');
  await expect.element(quotes.getByRole('button')).toHaveLength(3);
});

test('a sign opens the file at the place of the quotation, and says what differs', async () => {
  openAnswer();
  const sign = page.getByRole('button', { name: 'Quotation, the same words. Show it in talo.md' }).first();
  await expect.element(sign).toBeInTheDocument();
  (sign.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  const dialog = page.getByRole('dialog', { name: 'talo.md' });
  await expect.element(dialog).toMatchTextContent('Differs from the file: capital letters; Markdown');
  await expect.poll(marked).toBe('Sauna on **lämmin** perjantaisin');
  await expect
    .poll(() => {
      const [range] = CSS.highlights.get('document-quote') ?? [];
      const text = document.querySelector('[data-testid=document-text]')?.getBoundingClientRect();
      const place = (range as Range | undefined)?.getBoundingClientRect();
      return text && place && place.height > 0 && place.top >= text.top && place.bottom <= text.bottom;
    })
    .toBe(true);
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  expect(marked()).toBe('');
});

test('an answer without a file, and one without quotations, has neither signs nor a list', async () => {
  const { bridge } = openAnswer('Milloin sauna on lämmin?');
  await expect.poll(() => bridge.calls.filter(({ name }) => name === 'documents.quotes').length).toBe(1);
  expect(signs()).toEqual([]);
  await expect.element(page.getByTestId('quotes')).not.toBeInTheDocument();
});
