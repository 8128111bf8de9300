import { BrowserWindow, dialog, nativeTheme } from 'electron';
import type { Log } from '../../core/ports.ts';
import { APP_URL } from './app-scheme.ts';
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

/** The app's only window. It is shown when its page is ready, in the page's background colour. */
export function openMainWindow({ preloadPath, stateFile, log, texts }: MainWindowParts): BrowserWindow {
  const { bounds, maximized } = restoredWindow(stateFile);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: SMALLEST_WINDOW.width,
    minHeight: SMALLEST_WINDOW.height,
    title: 'Sarvi',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181c' : '#ffffff',
    webPreferences: {
      preload: preloadPath,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      // Chromium would fetch its dictionaries from the network.
      spellcheck: false,
    },
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
  void window.loadURL(APP_URL);
  return window;
}
