import { app, dialog } from 'electron';
import type { ShellTexts } from './shell-texts.ts';

/**
 * Whether to go on when Chromium's sandbox was turned off. An AppImage is started that way, without a word, where the
 * system lets it make no sandbox. Without it, whatever breaks out of the page has the user's rights.
 */
export async function askAboutSandbox(texts: ShellTexts, platform: string): Promise<boolean> {
  if (!app.commandLine.hasSwitch('no-sandbox')) return true;
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: texts.noSandbox,
    detail: platform === 'linux' ? texts.noSandboxOnLinux : texts.noSandboxElsewhere,
    buttons: [texts.quit, texts.continueWithoutSandbox],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}
