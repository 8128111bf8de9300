/** The main job in the desktop shell: its built bundle, on the double of `electron`. */
import { expect } from '@playwright/test';
import { ElectronDouble } from '../electron-double/electron-double.ts';
import { onlyChild } from './child-processes.ts';
import { crashScenario, mainScenario, rememberedScenario } from './scenario.ts';
import { test as base } from './temporary-folder.ts';
import { watchConsole } from './watch-console.ts';

const test = base.extend<{ launch: () => Promise<ElectronDouble> }>({
  launch: async ({ browser, folder }, use) => {
    const doubles: ElectronDouble[] = [];
    await use(async () => {
      const double = await ElectronDouble.launch({ browser, appData: folder });
      doubles.push(double);
      return double;
    });
    for (const double of doubles) if (double.exitCode === null) await double.quit();
  },
});

test('imports the guide model, chats, stops, reloads, finds again, and remembers after a restart', async ({
  launch,
}) => {
  test.slow();
  const first = await launch();
  const { page } = await first.firstWindow();
  const complaints = watchConsole(page);
  const answer = await mainScenario(page);
  expect(complaints).toEqual([]);
  await first.quit();

  const second = await launch();
  await rememberedScenario((await second.firstWindow()).page, answer);
});

test('answers the next message after the engine was killed in mid-answer', async ({ launch }) => {
  const double = await launch();
  const { page } = await double.firstWindow();
  await crashScenario(page, () => onlyChild(process.pid, /sarvi.engine/i));
});
