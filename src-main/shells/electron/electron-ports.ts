/** The ports of the core in the desktop shell. */
import { app, BrowserWindow, dialog, shell, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import type { Dialogs, Log, Ports, QuickWindowPort, SettingsStore, Updater } from '../../core/ports.ts';
import type { AppFiles } from '../app-files.ts';
import { QUICK_URL } from './app-scheme.ts';
import { systemKeys } from './key-store.ts';
import { listenForResume } from './power.ts';
import type { ShellTexts } from './shell-texts.ts';
import { systemProxy } from './system-proxy.ts';
import { forkUtility } from './utility-child.ts';

export interface ElectronPortsParts {
  readonly files: AppFiles;
  readonly dataFolder: string;
  readonly settings: SettingsStore;
  readonly log: Log;
  readonly texts: () => ShellTexts;
  readonly takeOpenedFile: () => string | null;
  /** Null where there are no updates. */
  readonly updater: Updater | null;
  readonly quick: QuickWindowPort;
}

export function createElectronPorts(parts: ElectronPortsParts): Ports {
  const { files, dataFolder, settings, log, texts, takeOpenedFile, updater, quick } = parts;
  return {
    shell: 'desktop',
    version: files.version,
    platform: process.platform,
    systemLocale: systemLocale(),
    folders: { data: dataFolder, resources: files.resources },
    entries: files.entries,
    settings,
    log,
    dialogs: createDialogs(texts),
    printPage,
    takeOpenedFile,
    quick,
    ...(app.isPackaged ? { programFile: process.execPath } : {}),
    ...(updater === null ? {} : { updater }),
    keys: systemKeys(join(dataFolder, 'remote-keys.json')),
    proxyFor: systemProxy,
    now: Date.now,
    onResume: listenForResume(),
    spawn: forkUtility,
  };
}

/** `app.getLocale()` is the language of Chromium's own texts, out of those that it has. */
export function systemLocale(): string {
  return app.getPreferredSystemLanguages()[0] ?? app.getLocale();
}

/** Prints what the main window's page shows on paper (`@media print`), with its headings as the outline. */
export async function printPage(): Promise<Uint8Array> {
  // The quick window never prints, and may be the first of the list.
  const window = BrowserWindow.getAllWindows().find(({ webContents }) => !webContents.getURL().startsWith(QUICK_URL));
  if (!window) throw new SarviError('unsupported-in-shell');
  return window.webContents.printToPDF({
    printBackground: true,
    preferCSSPageSize: false,
    pageSize: 'A4',
    generateTaggedPDF: true,
    generateDocumentOutline: true,
  });
}

function createDialogs(texts: () => ShellTexts): Dialogs {
  return {
    choosePath: async (kind) => {
      const options = openOptions(kind, texts());
      const window = BrowserWindow.getFocusedWindow();
      const chosen = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options));
      return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
    },
    openFolder: async (path) => {
      const reason = await shell.openPath(path);
      if (reason !== '') throw new SarviError('path-unreadable', { path, reason });
    },
    chooseNewPath: async (suggestedName) => {
      const options: SaveDialogOptions = {
        title: texts().saveConversations,
        defaultPath: suggestedName,
        properties: ['showOverwriteConfirmation'],
      };
      const window = BrowserWindow.getFocusedWindow();
      const chosen = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
      return chosen.canceled || chosen.filePath === '' ? null : chosen.filePath;
    },
  };
}

function openOptions(kind: Parameters<Dialogs['choosePath']>[0], texts: ShellTexts): OpenDialogOptions {
  switch (kind) {
    case 'checkpoint':
      return { title: texts.chooseCheckpoint, properties: ['openDirectory'] };
    case 'gguf':
      return { title: texts.chooseGguf, properties: ['openFile'], filters: [{ name: 'GGUF', extensions: ['gguf'] }] };
    case 'conversations':
      return {
        title: texts.chooseConversations,
        properties: ['openFile'],
        filters: [{ name: 'JSON, ZIP', extensions: ['json', 'jsonl', 'zip'] }],
      };
    // Windows and Linux have no dialog for both.
    case 'conversations-folder':
      return { title: texts.chooseConversationsFolder, properties: ['openDirectory'] };
    case 'data-file':
      return { title: texts.chooseDataFile, properties: ['openFile'] };
    case 'data-folder':
      return { title: texts.chooseDataFolder, properties: ['openDirectory'] };
    case 'models-folder':
      return { title: texts.chooseModelsFolder, properties: ['openDirectory', 'createDirectory'] };
  }
}
