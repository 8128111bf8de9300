/** The main job in the local web shell. */
import { expect } from '@playwright/test';
import { childrenOf, onlyChild } from './child-processes.ts';
import { crashScenario, mainScenario, rememberedScenario, setUpGuide } from './scenario.ts';
import { watchConsole } from './watch-console.ts';
import { test } from './web-shells.ts';

test('imports the guide model, chats, stops, reloads, finds again, and remembers after a restart', async ({
  page,
  start,
}) => {
  test.slow();
  const complaints = watchConsole(page);
  const first = await start();
  await page.goto(first.entryUrl);
  const answer = await mainScenario(page);
  expect(complaints).toEqual([]);
  expect(await first.stop()).toBe(0);

  const second = await start();
  await page.goto(second.entryUrl);
  await rememberedScenario(page, answer);
});

test('answers the next message after the engine was killed in mid-answer', async ({ page, start }) => {
  const shell = await start();
  await page.goto(shell.entryUrl);
  await crashScenario(page, () => onlyChild(shell.processId, /sarvi.engine/i));
});

test('leaves no process behind', async ({ page, start }) => {
  const shell = await start();
  await page.goto(shell.entryUrl);
  await setUpGuide(page);
  await expect.poll(() => childrenOf(shell.processId, /sarvi/i)).not.toEqual([]);
  const children = childrenOf(shell.processId, /./);
  await shell.stop();
  const isRunning = (id: number): boolean => {
    try {
      return process.kill(id, 0);
    } catch {
      return false;
    }
  };
  await expect.poll(() => children.filter(isRunning)).toEqual([]);
});
