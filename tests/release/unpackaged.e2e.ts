/** The built app in real Electron, not packaged: the same scenario as on the double of Electron. */
import { _electron, expect, test } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mainScenario } from '../e2e/scenario.ts';
import { emulateFocus, MOUSE } from './installed-program.ts';

const ROOT = join(import.meta.dirname, '..', '..');

test('imports the guide model, chats and finds again in real Electron', async () => {
  const home = await mkdtemp(join(tmpdir(), 'sarvi release '));
  const env: Record<string, string> = { HOME: home, LOCALAPPDATA: home, APPDATA: home, XDG_DATA_HOME: home };
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] ??= value;
  const app = await _electron.launch({ args: [MOUSE, ROOT], env });
  try {
    const page = await app.firstWindow();
    await emulateFocus(page);
    await mainScenario(page);
    expect(await app.evaluate(({ app: running }) => running.isPackaged)).toBe(false);
  } finally {
    await app.close();
    await rm(home, { recursive: true, force: true, maxRetries: 10 });
  }
});
