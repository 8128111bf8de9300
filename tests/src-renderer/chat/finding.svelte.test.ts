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
