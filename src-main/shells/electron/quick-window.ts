import { BrowserWindow, clipboard, screen, type Rectangle, type WebContents } from 'electron';
import type { Log } from '../../core/ports.ts';
import { QUICK_URL } from './app-scheme.ts';
import { pageOptions } from './page-options.ts';

const SIZE = { width: 560, height: 420 } as const;
const SMALLEST = { width: 360, height: 320 } as const;
/** From the upper edge of the screen, as a share of the free height. */
const FROM_TOP = 0.2;

export interface QuickWindowParts {
  readonly preloadPath: string;
  readonly log: Log;
  readonly onHidden: () => void;
  /** Its page has ended, and with it what was asked there. */
  readonly onClosed: () => void;
}

/** The small window over other programs: made when it is first shown, kept while it is hidden, made again after it was closed. */
export class QuickWindow {
  readonly #parts: QuickWindowParts;
  #window: BrowserWindow | null = null;

  constructor(parts: QuickWindowParts) {
    this.#parts = parts;
  }

  get isVisible(): boolean {
    return this.#window?.isVisible() ?? false;
  }

  show(): void {
    const window = (this.#window ??= this.#open());
    if (!window.isVisible()) window.setBounds(placeOf(window.getNormalBounds()));
    // At once, before its page is there: keys that are pressed must do something.
    window.show();
    window.focus();
  }

  hide(): void {
    if (!this.isVisible) return;
    this.#window?.hide();
    this.#parts.onHidden();
  }

  /** Whether a call comes from its page. */
  owns(contents: WebContents | undefined): boolean {
    return this.#window !== null && this.#window.webContents === contents;
  }

  /** Only while the user is in the window: a page cannot watch what is copied elsewhere. */
  readClipboard(): Promise<string | null> {
    return this.isVisible && this.#window?.isFocused() === true ? clipboard.readText() : Promise.resolve(null);
  }

  #open(): BrowserWindow {
    const window = new BrowserWindow({
      ...pageOptions(this.#parts.preloadPath),
      ...SIZE,
      minWidth: SMALLEST.width,
      minHeight: SMALLEST.height,
      frame: false,
      alwaysOnTop: true,
      skipTaskbar: true,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      // A panel takes the keys without Sarvi becoming the active program, which therefore need not be given back.
      ...(process.platform === 'darwin' ? { type: 'panel' } : {}),
    });
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      this.#parts.log.error('the renderer of the quick window is gone', { reason, exitCode });
      window.destroy();
    });
    window.on('closed', () => {
      this.#window = null;
      this.#parts.onClosed();
    });
    void window.loadURL(QUICK_URL);
    return window;
  }
}

/** On the screen with the pointer, above its middle. Wayland places windows itself. */
function placeOf({ width, height }: Rectangle): Rectangle {
  const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
  return {
    x: Math.round(workArea.x + (workArea.width - width) / 2),
    y: Math.round(workArea.y + Math.max(0, Math.min(workArea.height * FROM_TOP, workArea.height - height))),
    width,
    height,
  };
}
