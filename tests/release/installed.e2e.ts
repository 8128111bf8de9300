import { test } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { mainScenario, rememberedScenario } from '../e2e/scenario.ts';
import { endPrograms, PROGRAM, startProgram } from './installed-program.ts';

test.afterEach(endPrograms);

test('the installed app imports the guide model, answers, searches, and remembers after a restart', async () => {
  test.skip(PROGRAM === '', 'SARVI_PROGRAM names no installed app');
  const first = await startProgram();
  const answer = await mainScenario(first.page);
  await first.quit();
  const second = await startProgram();
  await rememberedScenario(second.page, answer);
  await second.quit();
  // For the version that is installed over this one.
  const path = process.env['SARVI_ANSWER'];
  if (path !== undefined) await writeFile(path, answer);
});
