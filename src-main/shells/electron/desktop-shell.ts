/** The desktop shell: windows on the core. Nothing listens; the page reaches the core through the preload alone. */
import { app, dialog, Menu, nativeTheme } from 'electron';
import ElectronStore from 'electron-store';
import { join } from 'node:path';
import { sentenceOf } from '#contract/error-sentences';
import { SarviError } from '#contract/errors';
import type { Settings } from '#contract/settings';
import { createApp } from '../../core/app.ts';
import type { Log, Program, Updater } from '../../core/ports.ts';
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
import { DesktopWindows } from './desktop-windows.ts';
import { desktopFolders } from './desktop-folders.ts';
import { createElectronPorts, systemLocale } from './electron-ports.ts';
import { findProgram } from './find-program.ts';
import { hardenContents, hardenSession } from './harden.ts';
import { makePrivateFiles } from '../keep-private.ts';
import { watchOpenedFiles } from './opened-file.ts';
import { offerExternalLink } from './offer-external-link.ts';
import { quickCommand } from './quick-command.ts';
import { createQuickPort, isWaylandSession } from './quick-port.ts';
import { reportReady } from './report-ready.ts';
import { serveBridge } from './serve-bridge.ts';
import { shellLanguage } from '../shell-language.ts';
import { shellTexts, type ShellTexts } from './shell-texts.ts';
import { useShortcutsPortal } from './use-shortcuts-portal.ts';
import { watchLaunches } from './watch-launches.ts';
import { builtInUpdateSource } from '../update-source.ts';
import { createUpdater, type UpdaterParts } from './updater.ts';

/** @param folder - the folder of the built renderer */
type OpenRendererFiles = (folder: string) => RendererFiles | Promise<RendererFiles>;

async function start(
  openFiles: OpenRendererFiles,
  folders: DataFolders,
  takeOpenedFile: () => string | null,
  takeLaunches: ReturnType<typeof watchLaunches>,
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
  const { platform, execPath, env } = process;
  const windows = new DesktopWindows({
    ...{ preloadPath: files.preload, stateFile: store, log, texts, resources: files.resources, platform },
  });
  const quick = createQuickPort({
    windows,
    command: quickCommand(app.isPackaged ? thisProgram() : null, execPath),
    isWayland: isWaylandSession(platform, env),
  });
  const parts = { files, dataFolder, settings, log, texts, takeOpenedFile, updater, quick };
  const core = await createApp(createElectronPorts(parts));
  const renderer = await openFiles(files.renderer);
  hardenContents((url) => void offerExternalLink(url, texts()));
  hardenSession(renderer.hotReloadUrl);
  serveAppScheme(renderer);
  serveBridge(core, (contents) => windows.quick.owns(contents));
  windows.serve(core);

  const follow = (current: Settings): void => {
    const { theme, shortcuts, trayOn } = current;
    nativeTheme.themeSource = theme === 'contrast' ? 'system' : theme;
    const surroundings = { platform, isPackaged: app.isPackaged, shortcuts };
    Menu.setApplicationMenu(applicationMenu(texts(), surroundings));
    windows.tray.follow(trayOn, texts());
    quick.follow(current);
  };
  follow(settings.get());
  core.listen((name) => {
    if (name !== 'settings.changed') return;
    follow(settings.get());
    windows.followTray();
  });

  let end: 'not begun' | 'disposing' | 'disposed' = 'not begun';
  app.on('will-quit', (event) => {
    if (end === 'disposed') return;
    event.preventDefault();
    if (end === 'disposing') return;
    end = 'disposing';
    quick.dispose();
    windows.dispose();
    void core.dispose().finally(() => {
      end = 'disposed';
      lock.release();
      last();
    });
  });
  takeLaunches((launch) => (launch === 'quick' ? windows.showQuick() : windows.showMain()));
}

/** Null where this program was built without a feed, or is not packaged. */
function findUpdater(log: Log, quitWith: UpdaterParts['quitWith']): Updater | null {
  const source = builtInUpdateSource();
  if (source === null || !app.isPackaged) return null;
  const program = thisProgram();
  return program === null ? null : createUpdater({ source, program, log, quitWith });
}

function thisProgram(): Program | null {
  const { platform, execPath, env } = process;
  return findProgram({ platform, execPath, environment: env });
}

function fail(error: unknown): void {
  const language = shellLanguage('system', systemLocale());
  dialog.showErrorBox(shellTexts[language].cannotStart, sentenceOf(SarviError.from(error).toReport(), language));
  app.exit(1);
}

/** @param openFiles - how the renderer's files are read; development reads them from Vite */
export function runDesktopShell(openFiles: OpenRendererFiles): void {
  app.enableSandbox();
  useShortcutsPortal();
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
    const takeLaunches = watchLaunches();
    // Before the app is ready, since macOS tells of the first file then.
    const takeOpenedFile = watchOpenedFiles();
    app
      .whenReady()
      .then(() => start(openFiles, folders, takeOpenedFile, takeLaunches))
      .catch(fail);
  } else {
    app.quit();
  }
}
