import { BrowserWindow, dialog } from 'electron';
import type { ConversationId } from '#contract/primitives';
import type { Log } from '../../core/ports.ts';
import { APP_URL } from './app-scheme.ts';
import { pageOptions } from './page-options.ts';
import type { ShellTexts } from './shell-texts.ts';
import { keepWindowState, restoredWindow, SMALLEST_WINDOW, type WindowStateFile } from './window-state.ts';

export interface MainWindowParts {
  readonly preloadPath: string;
  readonly stateFile: WindowStateFile;
  readonly log: Log;
  readonly texts: () => ShellTexts;
}

/** A renderer that dies this often within a minute is not reloaded again. */
const MOST_DEATHS = 4;
const DEATHS_WITHIN_MS = 60_000;

/**
 * The app's main window. It is shown when its page is ready, in the page's background colour.
 *
 * @param conversationId - the conversation to begin with; null for a new one
 */
export function openMainWindow(
  { preloadPath, stateFile, log, texts }: MainWindowParts,
  conversationId: ConversationId | null,
): BrowserWindow {
  const { bounds, maximized } = restoredWindow(stateFile);
  const window = new BrowserWindow({
    ...pageOptions(preloadPath),
    ...bounds,
    minWidth: SMALLEST_WINDOW.width,
    minHeight: SMALLEST_WINDOW.height,
  });
  keepWindowState(window, stateFile);
  window.once('ready-to-show', () => {
    if (maximized) window.maximize();
    window.show();
  });
  // The page holds temporary conversations, which end with the window.
  window.webContents.on('will-prevent-unload', (event) => {
    const { loseTemporary, loseTemporaryDetail, closeAnyway, cancel } = texts();
    const chosen = dialog.showMessageBoxSync(window, {
      ...{ type: 'question', message: loseTemporary, detail: loseTemporaryDetail, noLink: true },
      ...{ buttons: [closeAnyway, cancel], defaultId: 1, cancelId: 1 },
    });
    // Prevents the page's prevention.
    if (chosen === 0) event.preventDefault();
  });
  let deaths: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error('the renderer is gone', { reason, exitCode });
    const now = Date.now();
    deaths = [...deaths.filter((at) => now - at < DEATHS_WITHIN_MS), now];
    // Not `reload`: the address names the open conversation, which may have crashed the page.
    if (reason !== 'clean-exit' && deaths.length <= MOST_DEATHS) void window.loadURL(APP_URL);
  });
  void window.loadURL(conversationId === null ? APP_URL : `${APP_URL}#/chat/${encodeURIComponent(conversationId)}`);
  return window;
}
