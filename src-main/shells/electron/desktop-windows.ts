import { app, type BrowserWindow } from 'electron';
import type { ConversationId } from '#contract/primitives';
import type { App } from '../../core/app.ts';
import type { Log } from '../../core/ports.ts';
import { EVENT_CHANNEL } from './channels.ts';
import { openMainWindow, type MainWindowParts } from './main-window.ts';
import { QuickWindow } from './quick-window.ts';
import { TrayIcon } from './tray-icon.ts';

/** How long Sarvi runs on after the quick window was hidden, where nothing else of it can be seen. */
const UNSEEN_MS = 10 * 60_000;

export interface DesktopWindowsParts extends MainWindowParts {
  readonly resources: string;
  readonly log: Log;
  readonly platform: string;
}

/**
 * The main window, the quick window and the tray icon, and when Sarvi ends with them: with its main window, as programs
 * do, unless the quick window or the tray icon is seen or the system is macOS. With only a hidden quick window it ends
 * after a while, since nobody would know that it runs.
 */
export class DesktopWindows {
  readonly quick: QuickWindow;
  readonly tray: TrayIcon;
  readonly #parts: DesktopWindowsParts;
  #main: BrowserWindow | null = null;
  #core: Pick<App, 'listen' | 'forgetTemporary'> | null = null;
  #unseen: NodeJS.Timeout | null = null;

  constructor(parts: DesktopWindowsParts) {
    this.#parts = parts;
    const { preloadPath, log } = parts;
    this.quick = new QuickWindow({
      ...{ preloadPath, log },
      onHidden: () => this.#endUnseen(),
      onClosed: () => void this.#core?.forgetTemporary('quick window'),
    });
    this.tray = new TrayIcon(parts.resources, {
      open: () => this.showMain(),
      quick: () => this.showQuick(),
      quit: () => app.quit(),
    });
    // The quick window may be there, unseen.
    app.on('activate', () => {
      if (this.#main === null && !this.quick.isVisible) this.showMain();
    });
    app.on('window-all-closed', () => {
      if (!this.#runsOn) app.quit();
    });
  }

  /** Windows have pages that ask the core: to be called before any is shown. */
  serve(core: Pick<App, 'listen' | 'forgetTemporary'>): void {
    this.#core = core;
    core.listen((name) => {
      // An answer for the hidden window is not cut off.
      if (name === 'generation.changed' && this.#unseen !== null) this.#endUnseen();
    });
  }

  showMain(): void {
    this.#seen();
    if (this.#main === null) this.#openMain(null);
    else {
      if (this.#main.isMinimized()) this.#main.restore();
      this.#main.focus();
    }
  }

  showConversation(conversationId: ConversationId): void {
    if (this.#main === null) {
      this.#seen();
      this.#openMain(conversationId);
      return;
    }
    this.#main.webContents.send(EVENT_CHANNEL, 'quick.continued', { conversationId });
    this.showMain();
  }

  showQuick(): void {
    this.#seen();
    this.quick.show();
  }

  /** Call it when the tray icon has come or gone. */
  followTray(): void {
    if (this.#main === null && !this.quick.isVisible) this.#endUnseen();
  }

  dispose(): void {
    this.#seen();
    this.tray.dispose();
  }

  /** Whether Sarvi runs on without any window. */
  get #runsOn(): boolean {
    return this.#parts.platform === 'darwin' || this.tray.isShown;
  }

  #openMain(conversationId: ConversationId | null): void {
    const main = openMainWindow(this.#parts, conversationId);
    this.#main = main;
    main.on('closed', () => {
      this.#main = null;
      if (this.#runsOn || this.quick.isVisible) void this.#core?.forgetTemporary('other pages');
      else app.quit();
    });
  }

  #seen(): void {
    if (this.#unseen !== null) clearTimeout(this.#unseen);
    this.#unseen = null;
  }

  #endUnseen(): void {
    this.#seen();
    if (this.#main !== null || this.#runsOn) return;
    this.#unseen = setTimeout(() => app.quit(), UNSEEN_MS);
  }
}
