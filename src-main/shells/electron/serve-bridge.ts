import { BrowserWindow, ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { CALLS_OF_QUICK_WINDOW } from '#contract/quick-calls';
import type { App } from '../../core/app.ts';
import { isAppUrl } from './app-scheme.ts';
import { CALL_CHANNEL, EVENT_CHANNEL } from './channels.ts';

/**
 * Passes calls from the windows' pages to `app`, and events back. A call from any other frame is refused.
 *
 * @param isQuickWindow - whether a page is the quick window's, which alone may read the clipboard
 */
export function serveBridge(
  app: Pick<App, 'call' | 'listen'>,
  isQuickWindow: (contents: WebContents | undefined) => boolean,
): void {
  ipcMain.handle(CALL_CHANNEL, (event, name: unknown, input: unknown) => {
    if (!isOwnFrame(event)) throw new Error('refused: not a frame of Sarvi');
    if (CALLS_OF_QUICK_WINDOW.includes(String(name)) && !isQuickWindow(event.sender))
      throw new Error('refused: not the quick window');
    return app.call(String(name), input);
  });
  app.listen((name, payload) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(EVENT_CHANNEL, name, payload);
  });
}

/** The top frame of a window, showing the app's own page. The frame is null once it has navigated away or gone. */
function isOwnFrame({ senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isAppUrl(senderFrame.url);
}
