import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron';
import type { App } from '../../core/app.ts';
import { isAppUrl } from './app-scheme.ts';
import { CALL_CHANNEL, EVENT_CHANNEL } from './channels.ts';

/** Passes calls from the window's page to `app`, and events back. A call from any other frame is refused. */
export function serveBridge(app: Pick<App, 'call' | 'listen'>): void {
  ipcMain.handle(CALL_CHANNEL, (event, name: unknown, input: unknown) => {
    if (!isOwnFrame(event)) throw new Error('refused: not a frame of Sarvi');
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
