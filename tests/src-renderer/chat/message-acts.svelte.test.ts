import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const composer = page.getByRole('textbox', { name: 'Message', exact: true });
const messages = page.getByTestId('message');
/** More than is written before a test stops it, however busy the machine. */
const WORDS = Array.from({ length: 20_000 }, (_, index) => `word${index}`).join(' ');

async function send(text: string): Promise<void> {
  await composer.fill(text);
  await userEvent.keyboard('{Enter}');
}

async function answered(nth = 1): Promise<void> {
  await expect.element(messages.nth(nth)).toHaveAttribute('aria-busy', 'false');
}

test('an answer that was stopped goes on in its place', async () => {
  let first = true;
  renderApp({ models: [buildModel()], answer: () => (first ? WORDS : ' and the rest'), stepMs: 5 });
  await send('Tell me');
  await expect.element(messages.nth(1)).toMatchTextContent('word2');
  first = false;
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect.element(messages.nth(1)).toMatchTextContent('and the rest');
  await answered();
  await expect.element(messages.nth(1)).toMatchTextContent('word2');
  await expect.element(page.getByRole('button', { name: 'Continue' })).not.toBeInTheDocument();
  await expect.element(messages.nth(1).getByRole('group', { name: /Version/ })).not.toBeInTheDocument();
});

test('an answer is rewritten as a version beside the old one', async () => {
  renderApp({ models: [buildModel()], answer: () => 'It is grey.' });
  await send('Colour?');
  await answered();
  await page.getByRole('button', { name: 'Edit answer' }).click();
  const editor = page.getByRole('textbox', { name: 'Edited answer' });
  await editor.fill('It is green.');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await expect.element(messages.nth(1)).toMatchTextContent('It is green.');
  await expect.element(messages.nth(1)).toMatchTextContent('Edited by you');
  await expect.element(page.getByRole('group', { name: 'Version 2 of 2' })).toBeVisible();
});

test('a changed text stays in its editor while another page is open', async () => {
  renderApp({ models: [buildModel()], answer: () => 'It is grey.' });
  await send('Colour?');
  await answered();
  await page.getByRole('button', { name: 'Edit answer' }).click();
  const editor = page.getByRole('textbox', { name: 'Edited answer' });
  await editor.fill('It is green.');
  const way = location.hash;
  location.hash = '#/models';
  await expect.element(editor).not.toBeInTheDocument();
  location.hash = way;
  await expect.element(editor).toHaveValue('It is green.');
});

test('Escape in a changed editor can be undone, and leads back to its button', async () => {
  renderApp({ models: [buildModel()], answer: () => 'It is grey.' });
  await send('Colour?');
  await answered();
  const edit = page.getByRole('button', { name: 'Edit answer' });
  await edit.click();
  const editor = page.getByRole('textbox', { name: 'Edited answer' });
  await userEvent.keyboard('{Escape}');
  await expect.element(editor).not.toBeInTheDocument();
  await expect.element(edit).toHaveFocus();
  await expect.element(page.getByText('What you changed was not kept.')).not.toBeInTheDocument();
  await edit.click();
  await editor.fill('It is green.');
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByText('What you changed was not kept.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.element(editor).toHaveValue('It is green.');
});

test('a message is removed with what follows, and comes back', async () => {
  renderApp({ models: [buildModel()], answer: (question) => `On ${question}` });
  await send('one');
  await answered();
  await send('two');
  await answered(3);
  await messages.nth(2).hover();
  await messages.nth(2).getByRole('button', { name: 'Delete message and what follows' }).click();
  await expect.element(page.getByText('2 messages deleted')).toBeVisible();
  expect(messages.elements()).toHaveLength(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.element(messages.nth(3)).toMatchTextContent('On two');
});

test('Ctrl+Z brings removed messages back, the last first, and leaves what is being written to its field', async () => {
  renderApp({ models: [buildModel()], answer: (question) => `On ${question}` });
  await send('one');
  await answered();
  await send('two');
  await answered(3);
  for (const nth of [2, 1]) {
    await messages.nth(nth).hover();
    await messages.nth(nth).getByRole('button', { name: 'Delete message and what follows' }).click();
    await expect.poll(() => messages.elements().length).toBe(nth);
  }
  await composer.fill('something new');
  await composer.click();
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(messages.elements()).toHaveLength(1);
  await composer.fill('');
  document.querySelector<HTMLElement>('#content')?.focus();
  await userEvent.keyboard('{Control>}z{/Control}');
  await expect.element(messages.nth(1)).toMatchTextContent('On one');
  expect(messages.elements()).toHaveLength(2);
  await userEvent.keyboard('{Control>}z{/Control}');
  await expect.element(messages.nth(3)).toMatchTextContent('On two');
  await userEvent.keyboard('{Control>}z{/Control}');
  await expect.poll(() => messages.elements()).toHaveLength(4);
});

test('an empty composer has nothing to take back, so Ctrl+Z in it brings messages back too', async () => {
  renderApp({ models: [buildModel()], answer: () => 'Yes.' });
  await send('one');
  await answered();
  await messages.nth(1).getByRole('button', { name: 'Delete message and what follows' }).click();
  await expect.element(messages.nth(1)).not.toBeInTheDocument();
  await composer.click();
  await userEvent.keyboard('{Control>}z{/Control}');
  await expect.element(messages.nth(1)).toMatchTextContent('Yes.');
});

test('a question without an answer offers one', async () => {
  renderApp({ models: [buildModel()], answer: (question) => `On ${question}` });
  await send('one');
  await answered();
  await messages.nth(1).getByRole('button', { name: 'Delete message and what follows' }).click();
  await messages.nth(0).getByRole('button', { name: 'Answer', exact: true }).click();
  await expect.element(messages.nth(1)).toMatchTextContent('On one');
  await answered();
  expect(messages.elements()).toHaveLength(2);
  await expect.element(page.getByRole('button', { name: 'Answer', exact: true })).not.toBeInTheDocument();
});

test('arrow up in an empty composer rewrites the last question', async () => {
  renderApp({ models: [buildModel()], answer: (question) => `On ${question}` });
  await send('first');
  await answered();
  await composer.click();
  await userEvent.keyboard('{ArrowUp}');
  const editor = page.getByRole('textbox', { name: 'Edited message' });
  await expect.element(editor).toHaveFocus();
  await editor.fill('second');
  await userEvent.keyboard('{Enter}');
  await expect.element(messages.nth(1)).toMatchTextContent('On second');
  await composer.fill('something');
  await userEvent.keyboard('{ArrowUp}');
  await expect.element(editor).not.toBeInTheDocument();
});

test('messages that are sent meanwhile wait in order, can be taken back, and are kept as a draft', async () => {
  const { bridge } = renderApp({
    models: [buildModel()],
    answer: (q) => (q === 'long' ? WORDS : `On ${q}`),
    stepMs: 5,
  });
  await send('long');
  await expect.element(messages.nth(1)).toMatchTextContent('word2');
  for (const text of ['second', 'third', 'fourth']) await send(text);
  const queue = page.getByRole('list', { name: 'Waiting to be sent' });
  await expect.element(queue.getByRole('listitem').nth(2)).toMatchTextContent('fourth');
  await expect
    .poll(() => bridge.calls.findLast(({ name }) => name === 'drafts.put')?.input)
    .toMatchObject({ text: 'second\n\nthird\n\nfourth' });
  await page.getByRole('button', { name: 'Remove waiting message: third' }).click();
  await page.getByRole('button', { name: 'Edit waiting message: fourth' }).click();
  await expect.element(composer).toHaveValue('fourth');
  await send('last');
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Send now' }).click();
  await expect.element(messages.nth(5)).toMatchTextContent('On last');
  await expect.element(messages.nth(3)).toMatchTextContent('On second');
  await expect.element(queue).not.toBeInTheDocument();
  await expect
    .poll(() => bridge.calls.findLast(({ name }) => name === 'drafts.put')?.input)
    .toMatchObject({ text: '' });
});

test('a selection is quoted into the composer by its button and by key', async () => {
  renderApp({ models: [buildModel()], answer: () => 'The quick fox.' });
  await send('Say');
  await answered();
  const select = (): void => {
    const paragraph = messages.nth(1).element().querySelector('p');
    if (paragraph) document.getSelection()?.selectAllChildren(paragraph);
  };
  select();
  await page.getByRole('button', { name: 'Quote', exact: true }).click();
  await expect.element(composer).toHaveValue('> The quick fox.\n\n');
  await expect.element(composer).toHaveFocus();
  select();
  await userEvent.keyboard('{Alt>}q{/Alt}');
  await expect.element(composer).toHaveValue('> The quick fox.\n\n> The quick fox.\n\n');
});

test('an attached file goes along folded and inert, with its cost; a bad one is refused in words', async () => {
  renderApp({ models: [buildModel()], answer: () => 'Read.' });
  const picker = page.getByTestId('file-input');
  const name = '<img src=x onerror=alert(1)>.md';
  await send('Hello');
  await answered();
  await picker.upload(new File(['one two\n<script>alert(2)</script>'], name));
  const list = page.getByRole('list', { name: 'Attached files' });
  await expect.element(list).toMatchTextContent(name);
  await expect.element(list).toMatchTextContent('tokens');
  await picker.upload(new File([new Uint8Array(50)], 'kuva.bin'));
  await expect.element(page.getByText(/kuva\.bin has no text/)).toBeVisible();
  await send('What is in it?');
  await expect.element(list).not.toBeInTheDocument();
  const sent = messages.nth(2);
  await expect.element(sent).toMatchTextContent('What is in it?');
  await expect.element(sent).not.toMatchTextContent('one two');
  await sent.getByText(name).click();
  await expect.element(sent).toMatchTextContent('<script>alert(2)</script>');
  expect(sent.element().querySelector('img, script')).toBeNull();
  await answered(3);
});

test('the dial tells the window, and the token line what a message costs', async () => {
  renderApp({ models: [buildModel()], answer: () => 'Yes.' });
  await composer.fill('one two three four five six');
  await expect.element(page.getByTestId('token-line')).toMatchTextContent(/^about 6 tokens/);
  await userEvent.keyboard('{Enter}');
  await answered();
  await composer.fill('one two three');
  await expect.element(page.getByTestId('token-line')).toMatchTextContent(/^3 tokens/);
  await page.getByTestId('dial').click();
  const dialog = page.getByRole('dialog', { name: 'Context window' });
  await expect.element(dialog).toMatchTextContent('Free');
  await expect.element(dialog).toMatchTextContent('Sarven opas');
});

test('an answer gets a thumb with the pointer and with keys, and loses it by the same act', async () => {
  renderApp({ models: [buildModel()], answer: () => 'It is grey.' });
  await send('Colour?');
  await answered();
  const good = messages.nth(1).getByRole('button', { name: 'Good answer' });
  const bad = messages.nth(1).getByRole('button', { name: 'Bad answer' });
  await good.click();
  await expect.element(good).toHaveAttribute('aria-pressed', 'true');
  await userEvent.keyboard('{Alt>}{Shift>}D{/Shift}{/Alt}');
  await expect.element(bad).toHaveAttribute('aria-pressed', 'true');
  await expect.element(good).toHaveAttribute('aria-pressed', 'false');
  await userEvent.keyboard('{Alt>}{Shift>}D{/Shift}{/Alt}');
  await expect.element(bad).toHaveAttribute('aria-pressed', 'false');
});
