import { BrowserWindow, dialog, shell } from 'electron';
import type { ShellTexts } from './shell-texts.ts';

let isAsking = false;

/**
 * Opens an `https:` address in the browser after the user has seen all of it and agreed. Other schemes (`file:`, `smb:`
 * and programs' own) are ignored, because opening them can run code. Asks one question at a time, so that a page cannot
 * flood the user with them.
 */
export async function offerExternalLink(url: string, texts: ShellTexts): Promise<void> {
  const parsed = URL.parse(url);
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  if (isAsking || window === undefined || parsed?.protocol !== 'https:') return;
  isAsking = true;
  try {
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: texts.openOutside,
      // The parsed form, in which a host cannot look like another one.
      detail: parsed.href,
      buttons: [texts.open, texts.cancel],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    });
    if (response === 0) await shell.openExternal(parsed.href);
  } finally {
    isAsking = false;
  }
}
