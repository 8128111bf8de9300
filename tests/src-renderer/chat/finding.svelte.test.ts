import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Message } from '#contract/messages';
import { buildConversation, buildMessage, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const messages = page.getByTestId('message');
const field = page.getByRole('textbox', { name: 'Find in the conversation' });
const search = page.getByRole('search', { name: 'Find in the conversation' });

/** Three hundred messages, of which every hundredth has the word, and one other version of the last. */
function longConversation(): { conversation: ReturnType<typeof buildConversation>; all: Message[] } {
  const conversation = buildConversation({ id: 'long' });
  const all = Array.from({ length: 300 }, (_, index) =>
    buildMessage({
      id: `m${index}`,
      conversationId: 'long',
      parentId: index === 0 ? null : `m${index - 1}`,
      role: index % 2 === 0 ? 'user' : 'assistant',
      text:
        index % 100 === 51
          ? `Here is a Lyn\n**x** and a lynX.`
          : index % 100 === 1
            ? `# Part ${index}\n\nText.`
            : `${index}`,
    }),
  );
  const other = buildMessage({ id: 'other', conversationId: 'long', parentId: 'm298', text: 'Another lynx.' });
  return { conversation, all: [other, ...all] };
}

function openLong() {
  const { conversation, all } = longConversation();
  return renderApp({ models: [buildModel()], conversations: [conversation], messages: all }, '#/chat/long');
}

const marks = (name: string): string[] =>
  [...(CSS.highlights.get(name) ?? [])].map((range) => (range as Range).toString().replace(/\s/g, ''));

test('the search within a conversation finds every message and steps through the matches', async () => {
  openLong();
  await expect.element(messages.last()).toMatchTextContent('299');
  await userEvent.keyboard('{Control>}f{/Control}');
  await expect.element(field).toHaveFocus();
  await field.fill('LYNX');
  await expect.element(search).toMatchTextContent('1 / 3');
  await expect.element(messages.getByText('lynX.', { exact: false }).first()).toBeInViewport();
  await expect.poll(() => marks('found-current')).toEqual(['lynX']);
  await userEvent.keyboard('{Enter}');
  await expect.element(search).toMatchTextContent('2 / 3');
  await userEvent.keyboard('{Shift>}{Enter}{/Shift}{Shift>}{Enter}{/Shift}');
  await expect.element(search).toMatchTextContent('3 / 3');
  await expect.element(page.getByText('Match 3 of 3')).toBeInTheDocument();
  await expect.poll(() => document.querySelector('[data-message-id=m251]') !== null).toBe(true);
  await userEvent.keyboard('{Escape}');
  await expect.element(search).not.toBeInTheDocument();
  expect(marks('found-words')).toEqual([]);
});

test('a match may reach over bold text, and what is in no message is said', async () => {
  openLong();
  await expect.element(messages.last()).toMatchTextContent('299');
  await userEvent.keyboard('{Control>}f{/Control}');
  await field.fill('lyn x');
  await expect.element(search).toMatchTextContent('1 / 3');
  await expect.poll(() => marks('found-current')).toEqual(['Lynx']);
  await field.fill('(.*');
  await expect.element(search).toMatchTextContent('No matches');
});

test('a match in another version is one click away', async () => {
  openLong();
  await expect.element(messages.last()).toMatchTextContent('299');
  await userEvent.keyboard('{Control>}f{/Control}');
  await field.fill('another');
  await page.getByRole('button', { name: 'One in another version' }).click();
  await expect.element(search).toMatchTextContent('1 / 1');
  await expect.element(messages.getByText('Another lynx.')).toBeInViewport();
});

test('a search that is open in one conversation goes on in another', async () => {
  const { conversation, all } = longConversation();
  const other = buildConversation({ id: 'short', title: 'Short' });
  const said = buildMessage({ id: 's1', conversationId: 'short', text: 'One lynx.' });
  const conversations = [conversation, other];
  renderApp({ models: [buildModel()], conversations, messages: [...all, said] }, '#/chat/long');
  await expect.element(messages.last()).toMatchTextContent('299');
  await userEvent.keyboard('{Control>}f{/Control}');
  await field.fill('lynx');
  await expect.element(search).toMatchTextContent('1 / 3');
  await page.getByRole('link', { name: 'Short' }).click();
  await expect.element(search).toMatchTextContent('1 / 1');
  await expect.element(messages.getByText('One lynx.')).toBeInViewport();
});

test('the outline goes to headings and questions, and the map of versions to a branch', async () => {
  openLong();
  await expect.element(messages.last()).toMatchTextContent('299');
  await userEvent.keyboard('{Alt>}{Shift>}O{/Shift}{/Alt}');
  const dialog = page.getByRole('dialog', { name: 'Outline and versions' });
  await dialog.getByRole('button', { name: 'Part 101' }).click();
  await expect.element(page.getByRole('heading', { name: 'Part 101' })).toBeInViewport();
  await page.getByRole('button', { name: 'Outline and versions' }).click();
  await dialog.getByRole('button', { name: 'Versions', exact: true }).click();
  const version = dialog.getByRole('button', { name: /Another lynx/ });
  await expect.element(dialog.getByRole('button', { name: /Shown now/ })).toMatchTextContent('299');
  await version.click();
  await expect.element(messages.last()).toMatchTextContent('Another lynx.');
});

test('arrows move through the outline', async () => {
  openLong();
  await expect.element(messages.last()).toMatchTextContent('299');
  await page.getByRole('button', { name: 'Outline and versions' }).click();
  const lines = page.getByRole('list', { name: 'Outline' }).getByRole('button');
  await expect.element(lines.first()).toBeVisible();
  (lines.first().element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(lines.nth(1)).toHaveFocus();
  await userEvent.keyboard('{End}');
  await expect.element(lines.last()).toHaveFocus();
});

test('a message gets a bookmark with the pointer and with keys, and the page lists and finds it', async () => {
  const { bridge } = openLong();
  await expect.element(messages.last()).toMatchTextContent('299');
  const bookmark = messages.last().getByRole('button', { name: 'Add a bookmark' });
  await bookmark.click();
  await expect.element(messages.last().getByRole('button', { name: 'Remove the bookmark' })).toBeVisible();
  await userEvent.keyboard('{Alt>}{Shift>}M{/Shift}{/Alt}');
  await expect.element(bookmark).toHaveAttribute('aria-pressed', 'false');
  await userEvent.keyboard('{Alt>}{Shift>}M{/Shift}{/Alt}');
  await expect.element(messages.last().getByRole('button', { name: 'Remove the bookmark' })).toBeVisible();
  await bridge.call('bookmarks.set', { messageId: 'm51', bookmarked: true });
  await page.getByRole('link', { name: 'Bookmarks' }).click();
  await expect.element(page.getByText('2 bookmarks')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search in bookmarked messages' }).fill('lyn');
  await page.getByRole('link', { name: /Here is a Lyn/ }).click();
  await expect.element(page.getByText('and a lynX.', { exact: false })).toBeInViewport();
});

test('all bookmarks are removed after a question', async () => {
  const { bridge } = openLong();
  await expect.element(messages.last()).toMatchTextContent('299');
  await bridge.call('bookmarks.set', { messageId: 'm299', bookmarked: true });
  await page.getByRole('link', { name: 'Bookmarks' }).click();
  await page.getByRole('button', { name: 'Remove all' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove all' }).click();
  await expect.element(page.getByText('No bookmarks yet')).toBeVisible();
  await page.getByRole('button', { name: 'Start a conversation' }).click();
});

/** A conversation of one question and its answer, opened with the search for `text`. */
async function openWith(question: string, answer: string, text: string) {
  const conversation = buildConversation({ id: 'one' });
  const q = buildMessage({ id: 'q', conversationId: 'one', role: 'user', text: question });
  const a = buildMessage({ id: 'a', conversationId: 'one', parentId: 'q', role: 'assistant', text: answer });
  renderApp({ models: [buildModel()], conversations: [conversation], messages: [q, a] }, '#/chat/one');
  await expect.element(messages.last()).toBeVisible();
  await userEvent.keyboard('{Control>}f{/Control}');
  await field.fill(text);
}

const currentMark = (): Range | undefined => [...(CSS.highlights.get('found-current') ?? [])][0] as Range | undefined;
const isInView = (): boolean => {
  const box = currentMark()?.getBoundingClientRect();
  return box !== undefined && box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
};

test('a match in a folded file opens it, scrolls to it and is marked in it', async () => {
  const lines = Array.from({ length: 300 }, (_, index) => `row ${index} ${index === 280 ? 'lynx' : ''}`);
  await openWith(`Where is the lynx?\n\n\`\`\`text list.txt\n${lines.join('\n')}\n\`\`\``, 'There.', 'lynx');
  await expect.element(search).toMatchTextContent('1 / 2');
  await expect.poll(() => marks('found-current')).toEqual(['lynx']);
  expect(document.querySelector('details.file[open]')).toBe(null);
  await userEvent.keyboard('{Enter}');
  await expect.element(search).toMatchTextContent('2 / 2');
  await expect
    .poll(() => currentMark()?.startContainer.parentElement?.closest('details.file[open]') !== null)
    .toBe(true);
  await expect.poll(() => marks('found-current')).toEqual(['lynx']);
  await expect.poll(isInView).toBe(true);
  expect(currentMark()?.startContainer.parentElement?.localName).toBe('pre');
});

test('a match in folded Markdown opens it', async () => {
  await openWith('?', 'A lynx.\n\n<details><summary>More</summary>\n\nAnother lynx.\n\n</details>', 'lynx');
  await expect.element(search).toMatchTextContent('1 / 2');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('Another lynx.')).toBeVisible();
  await expect.poll(() => currentMark()?.startContainer.textContent).toBe('Another lynx.');
});

test('addresses of links are not counted, a formula is marked as a whole, and marks inside a word do not hide it', async () => {
  await openWith('?', '[word](https://example.org/liha) **li**ha and $\\frac{1}{2}$.', 'liha');
  await expect.element(search).toMatchTextContent('1 / 1');
  await expect.poll(() => marks('found-current')).toEqual(['liha']);
  await field.fill('frac');
  await expect.element(search).toMatchTextContent('1 / 1');
  await expect.poll(() => currentMark()?.startContainer.parentElement?.closest('.math') !== null).toBe(true);
  await field.fill('example');
  await expect.element(search).toMatchTextContent('No matches');
});

test('a match in long code out of sight is scrolled to', async () => {
  const code = Array.from({ length: 2000 }, (_, index) => (index % 1900 === 3 ? 'lynx()' : `line(${index})`));
  await openWith('?', `A lynx:\n\n\`\`\`js\n${code.join('\n')}\n\`\`\`\n\nThe last lynx.`, 'lynx');
  await expect.element(search).toMatchTextContent('1 / 4');
  await userEvent.keyboard('{Enter}{Enter}');
  await expect.element(search).toMatchTextContent('3 / 4');
  await expect
    .poll(() => currentMark()?.startContainer.parentElement?.closest('pre')?.scrollTop)
    .toBeGreaterThan(10000);
  await expect.poll(isInView).toBe(true);
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => currentMark()?.startContainer.textContent).toBe('The last lynx.');
});

test('labels of the page are no matches', async () => {
  const answer = 'text\n\n```text\ntext\n```\n\n> te*x*t';
  await openWith('?', answer, 'text');
  await expect.element(search).toMatchTextContent('1 / 3');
  await expect.poll(() => marks('found-words').length).toBe(3);
});
