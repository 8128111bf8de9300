/** What a user does in Sarvi, step by step; the same in every shell. Everything is found as a screen reader finds it. */
import { expect, type Locator, type Page } from '@playwright/test';
import { capture } from './capture.ts';
import { watchStream } from './watch-stream.ts';

/** Far from what the model was taught, so that an answer comes to its end by chance alone, on average after a second. */
const RAMBLING = { Temperature: '5', 'Longest answer': '20000' };

/** How often an answer may end by itself before something could be done to it. */
const MAX_ATTEMPTS = 12;

/** Part of every answer that the guide model was taught to give to who it is, in either language. */
const WHO = /Sarv|guide|opas/;

const messages = (page: Page, role: 'user' | 'assistant'): Locator =>
  page.locator(`[data-testid=message][data-role=${role}]`);
const lastAnswer = (page: Page): Locator => messages(page, 'assistant').last();
const composer = (page: Page): Locator => page.getByRole('textbox', { name: 'Message', exact: true });
const conversations = (page: Page): Locator =>
  page.getByRole('navigation', { name: 'Conversations' }).getByRole('listitem').getByRole('link');

/** From the first start to the conversation with the guide model. */
export async function importGuide(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Welcome to Sarvi' })).toBeVisible();
  await capture(page, 'welcome');
  // It is there for as long as the import takes: the page itself watches.
  const shown = page.waitForFunction(() => document.querySelector('[role=progressbar][aria-label^="Import of "]'));
  await Promise.all([shown, setUpGuide(page)]);
  await expect(composer(page)).toBeFocused({ timeout: 60_000 });
  await expect(page.getByRole('progressbar', { name: /^Import of / })).toBeHidden();
}

/** Through the steps of the welcome to the import of the guide model. */
export async function setUpGuide(page: Page): Promise<void> {
  for (let step = 1; step < 3; step += 1) await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Set up Sarvi guide' }).click();
}

/** Sends `question` and waits until it stands in the page as a new message. */
export async function ask(page: Page, question: string): Promise<void> {
  // Of long answers only those in sight are in the page, so what is in it cannot be counted.
  const newest = messages(page, 'user').last();
  const before = (await newest.count()) > 0 ? await newest.getAttribute('data-message-id') : null;
  await composer(page).fill(question);
  // A long answer moves its question out of sight, and so out of the page, within a second: the page itself watches.
  const shown = page.waitForFunction(showsQuestion, { question, before }, { polling: 10 });
  await composer(page).press('Enter');
  await shown;
}

function showsQuestion({ question, before }: { question: string; before: string | null }): boolean {
  const words = (text: string): string => text.trim().replace(/\s+/g, ' ');
  const newest = [...document.querySelectorAll<HTMLElement>('[data-testid=message][data-role=user]')].at(-1);
  if (newest === undefined || newest.dataset.messageId === before) return false;
  return words(newest.innerText).includes(words(question));
}

/** Waits until the last message is an answer that is written to its end and drawn. Resolves to its text, which may be empty. */
export async function answered(page: Page): Promise<string> {
  await page.waitForFunction(endsWithAnswer, undefined, { polling: 50, timeout: 60_000 });
  const text = lastAnswer(page).locator('.markdown');
  return (await text.count()) === 0 ? '' : (await text.innerText()).trim();
}

function endsWithAnswer(): boolean {
  const last = [...document.querySelectorAll<HTMLElement>('[data-testid=message]')].at(-1);
  const isBusy = last?.matches('[aria-busy=true]') || last?.querySelector('[aria-busy=true]') !== null;
  return last?.dataset.role === 'assistant' && !isBusy;
}

/** Which of `lines` stand in the copied text, in its order. */
export async function copiedLines(page: Page, lines: readonly string[]): Promise<string[]> {
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  return copied.split('\n').filter((line) => lines.includes(line));
}

/** Makes the answers of this conversation so long that something can happen to them meanwhile. */
export async function copyConversation(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Conversation actions' }).click();
  await page.getByRole('menuitem', { name: 'Copy conversation as Markdown' }).click();
}

export async function makeAnswersLong(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Conversation settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Conversation settings' });
  for (const [label, value] of Object.entries(RAMBLING)) await dialog.getByLabel(label, { exact: true }).fill(value);
  await capture(page, 'conversation-settings');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
}

/**
 * Asks, and does something to the answer while it is being written: presses the button named `press`, or runs `act`.
 * Waits until the answer says `outcome`, and resolves to its text. An answer that was over before is asked for again.
 */
async function interrupt(
  page: Page,
  question: string,
  outcome: string,
  { press = null, act }: { press?: string | null; act?: () => unknown },
): Promise<string> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const acting = watchStream(page, press).then((early) => {
      if (early !== null) act?.();
      return early;
    });
    const [early] = await Promise.all([acting, attempt === 0 ? ask(page, question) : regenerate(page)]);
    const text = await answered(page);
    if (early === null || !(await lastAnswer(page).innerText()).includes(outcome)) continue;
    expect(text.slice(0, 20)).toBe(early.slice(0, 20));
    return text;
  }
  throw new Error(`no answer in ${MAX_ATTEMPTS} was long enough`);
}

async function regenerate(page: Page): Promise<void> {
  await lastAnswer(page).getByRole('button', { name: 'Regenerate' }).click();
}

/** The whole main job, but for restarting the app. Resolves to the first answer. */
export async function mainScenario(page: Page): Promise<string> {
  await importGuide(page);
  await capture(page, 'new-chat');

  await ask(page, 'Who are you?');
  const answer = await answered(page);
  expect(answer).toMatch(WHO);
  await capture(page, 'answer');

  await makeAnswersLong(page);
  const stopped = await interrupt(page, 'Tell me about the history of Finland.', 'Stopped', { press: 'Stop' });
  await capture(page, 'stopped');

  await page.reload();
  await expect(conversations(page)).toHaveText(['Who are you?']);
  await expect(lastAnswer(page)).toHaveAttribute('aria-posinset', '4');
  expect(await answered(page)).toBe(stopped);
  await expect(lastAnswer(page)).toContainText('Stopped');

  await page.getByRole('button', { name: 'New conversation', exact: true }).click();
  await ask(page, 'Kuka olet?');
  expect(await answered(page)).toMatch(WHO);
  await expect(conversations(page)).toHaveText(['Kuka olet?', 'Who are you?']);

  await findAgain(page, answer);
  await lookAround(page);
  return answer;
}

/** Searches by a word of `answer` and jumps to it, in whatever conversation it is. */
export async function findAgain(page: Page, answer: string): Promise<void> {
  // With a little of what follows, which tells this answer from others that have the word.
  const [passage = '', word = ''] = /\b([a-z]{8,})\b.{0,8}/.exec(answer) ?? [];
  await page.keyboard.press('ControlOrMeta+k');
  const search = page.getByRole('combobox', { name: 'Search' });
  await expect(search).toBeFocused();
  await search.fill(word);
  const hits = page.getByRole('listbox', { name: 'Results' }).getByRole('group', { name: 'Messages' });
  await expect(hits.locator('mark').first()).toHaveText(new RegExp(word, 'i'));
  await capture(page, 'search');
  await hits.getByRole('option').filter({ hasText: passage }).first().click();
  const found = messages(page, 'assistant').filter({ hasText: answer.slice(0, 40) });
  await expect(found).toBeInViewport();
  expect(page.url()).toContain(await found.getAttribute('data-message-id'));
}

async function lookAround(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Models' }).click();
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible();
  await capture(page, 'models');
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await capture(page, 'settings');
}

/** The conversation of an earlier run is in the list and can be read and found. */
export async function rememberedScenario(page: Page, answer: string): Promise<void> {
  await expect(conversations(page)).toHaveText(['Kuka olet?', 'Who are you?']);
  await findAgain(page, answer);
}

/** The engine dies in mid-answer: what has come is kept and marked, and the next message is answered. */
export async function crashScenario(page: Page, findEngine: () => number): Promise<void> {
  await importGuide(page);
  await makeAnswersLong(page);
  const outcome = 'The engine stopped in the middle of an answer';
  const kill = (): boolean => process.kill(findEngine(), 'SIGKILL');
  const kept = await interrupt(page, 'Tell me everything.', outcome, { act: kill });
  await capture(page, 'engine-crashed');

  await page.getByRole('button', { name: 'New conversation', exact: true }).click();
  await ask(page, 'Who are you?');
  expect(await answered(page)).toMatch(WHO);

  await page.reload();
  await conversations(page).filter({ hasText: 'Tell me everything' }).click();
  await expect(lastAnswer(page)).toContainText(outcome);
  expect(await answered(page)).toBe(kept);
}
