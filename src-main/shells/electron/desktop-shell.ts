/** The desktop shell: one window on the core. Nothing listens; the page reaches the core through the preload alone. */
import { app, BrowserWindow, dialog, Menu, nativeTheme } from 'electron';
import ElectronStore from 'electron-store';
import { join } from 'node:path';
import { sentenceOf } from '#contract/error-sentences';
import { SarviError } from '#contract/errors';
import type { Settings } from '#contract/settings';
import { createApp } from '../../core/app.ts';
import type { Log, Updater } from '../../core/ports.ts';
import { findAppFiles } from '../app-files.ts';
import { lockDataFolder } from '../data-folder-lock.ts';
import { ensureDataFolder, type DataFolders } from '../data-folder.ts';
import { openFileLog } from '../file-log.ts';
import { settleDataFolder } from '../move-former-data.ts';
import { logUncaught } from '../log-uncaught.ts';
import type { RendererFiles } from '../renderer-files.ts';
import { openSettings, readSettings, SETTINGS_FILE_OPTIONS } from '../settings-store.ts';
import { registerAppScheme, serveAppScheme } from './app-scheme.ts';
import { applicationMenu } from './application-menu.ts';
import { askAboutSandbox } from './ask-about-sandbox.ts';
import { desktopFolders } from './desktop-folders.ts';
import { createElectronPorts, systemLocale } from './electron-ports.ts';
import { findProgram } from './find-program.ts';
import { hardenContents, hardenSession } from './harden.ts';
import { makePrivateFiles } from '../keep-private.ts';
import { openMainWindow } from './main-window.ts';
import { watchOpenedFiles } from './opened-file.ts';
import { offerExternalLink } from './offer-external-link.ts';
import { reportReady } from './report-ready.ts';
import { serveBridge } from './serve-bridge.ts';
import { shellLanguage } from '../shell-language.ts';
import { shellTexts, type ShellTexts } from './shell-texts.ts';
import { builtInUpdateSource } from '../update-source.ts';
import { createUpdater, type UpdaterParts } from './updater.ts';

/** @param folder - the folder of the built renderer */
type OpenRendererFiles = (folder: string) => RendererFiles | Promise<RendererFiles>;

async function start(
  openFiles: OpenRendererFiles,
  folders: DataFolders,
  takeOpenedFile: () => string | null,
): Promise<void> {
  reportReady();
  makePrivateFiles();
  const dataFolder = settleDataFolder(folders);
  ensureDataFolder(dataFolder);
  const log = openFileLog(join(dataFolder, 'logs', 'sarvi.log'));
  logUncaught(log);
  const lock = lockDataFolder(dataFolder);

  const initial = readSettings(join(folders.config, 'config.json'), log);
  const store = new ElectronStore({ ...SETTINGS_FILE_OPTIONS, cwd: folders.config });
  const settings = openSettings(store, initial);
  const texts = (): ShellTexts => shellTexts[shellLanguage(settings.get().language, systemLocale())];

  if (!(await askAboutSandbox(texts(), process.platform))) {
    lock.release();
    app.quit();
    return;
  }

  const files = findAppFiles();
  let last = (): void => app.quit();
  const updater = findUpdater(log, (instead) => {
    last = instead;
    app.quit();
  });
  const parts = { files, dataFolder, settings, log, texts, takeOpenedFile, updater };
  const core = await createApp(createElectronPorts(parts));
  const renderer = await openFiles(files.renderer);
  hardenContents((url) => void offerExternalLink(url, texts()));
  hardenSession(renderer.hotReloadUrl);
  serveAppScheme(renderer);
  serveBridge(core);

  const follow = ({ theme, shortcuts }: Settings): void => {
    nativeTheme.themeSource = theme === 'contrast' ? 'system' : theme;
    const surroundings = { platform: process.platform, isPackaged: app.isPackaged, shortcuts };
    Menu.setApplicationMenu(applicationMenu(texts(), surroundings));
  };
  follow(settings.get());
  core.listen((name) => {
    if (name === 'settings.changed') follow(settings.get());
  });

  const openWindow = (): void => void openMainWindow({ preloadPath: files.preload, stateFile: store, log, texts });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow();
  });
  app.on('window-all-closed', () => {
    if (process.platform === 'darwin') void core.forgetTemporary();
    else app.quit();
  });
  let end: 'not begun' | 'disposing' | 'disposed' = 'not begun';
  app.on('will-quit', (event) => {
    if (end === 'disposed') return;
    event.preventDefault();
    if (end === 'disposing') return;
    end = 'disposing';
    void core.dispose().finally(() => {
      end = 'disposed';
      lock.release();
      last();
    });
  });
  openWindow();
}

/** Null where this program was built without a feed, or is not packaged. */
function findUpdater(log: Log, quitWith: UpdaterParts['quitWith']): Updater | null {
  const source = builtInUpdateSource();
  if (source === null || !app.isPackaged) return null;
  const { platform, execPath, env } = process;
  const program = findProgram({ platform, execPath, environment: env });
  return program === null ? null : createUpdater({ source, program, log, quitWith });
}

function focusWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized()) window.restore();
  window?.focus();
}

function fail(error: unknown): void {
  const language = shellLanguage('system', systemLocale());
  dialog.showErrorBox(shellTexts[language].cannotStart, sentenceOf(SarviError.from(error).toReport(), language));
  app.exit(1);
}

/** @param openFiles - how the renderer's files are read; development reads them from Vite */
export function runDesktopShell(openFiles: OpenRendererFiles): void {
  app.enableSandbox();
  registerAppScheme();
  try {
    runIn(desktopFolders(), openFiles);
  } catch (error) {
    void app.whenReady().then(() => fail(error));
  }
}

function runIn(folders: DataFolders, openFiles: OpenRendererFiles): void {
  // Chromium's own files and the lock of the single instance.
  app.setPath('userData', folders.config);
  if (app.requestSingleInstanceLock()) {
    app.on('second-instance', focusWindow);
    // Before the app is ready, since macOS tells of the first file then.
    const takeOpenedFile = watchOpenedFiles();
    app
      .whenReady()
      .then(() => start(openFiles, folders, takeOpenedFile))
      .catch(fail);
  } else {
    app.quit();
  }
}
