import type { Page } from '@playwright/test';
import type * as Electron from 'electron';
import { EventEmitter } from 'node:events';
import { deliver } from './preload-in-page.ts';

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

/** An event that can be refused. */
export interface Refusable {
  defaultPrevented: boolean;
  preventDefault(): void;
}

export function refusable<Fields extends object>(fields: Fields): Fields & Refusable {
  const event = { ...fields, defaultPrevented: false, preventDefault: () => void (event.defaultPrevented = true) };
  return event;
}

/** The contents of one window: a page of Chromium, once it is there. */
export class WebContentsDouble extends EventEmitter {
  openHandler: OpenHandler | null = null;
  /** The address that Electron would show, `app://…`. */
  url = '';
  readonly page: Promise<Page>;

  constructor(page: Promise<Page>) {
    super();
    this.page = page;
  }

  readonly setWindowOpenHandler: Electron.WebContents['setWindowOpenHandler'] = (handler) => {
    this.openHandler = handler;
  };
  readonly getURL: Electron.WebContents['getURL'] = () => this.url;
  readonly sendInputEvent: Electron.WebContents['sendInputEvent'] = (input) => {
    if (input.type !== 'keyDown' || !('keyCode' in input)) return;
    const keys = [...(input.modifiers ?? []).map((name) => MODIFIERS[name] ?? name), input.keyCode.toLowerCase()];
    void this.page.then((page) => page.keyboard.press(keys.join('+')));
  };
  readonly printToPDF: Electron.WebContents['printToPDF'] = async ({
    printBackground = false,
    generateTaggedPDF = false,
    generateDocumentOutline = false,
  }) => {
    const page = await this.page;
    return page.pdf({ format: 'A4', printBackground, tagged: generateTaggedPDF, outline: generateDocumentOutline });
  };
  readonly send: Electron.WebContents['send'] = (channel, ...args: unknown[]) => {
    void this.page.then((page) => deliver(page.mainFrame(), channel, args));
  };
}

/** Electron's names of keys, as Playwright names them. */
const MODIFIERS: Readonly<Record<string, string>> = { control: 'Control', meta: 'Meta', shift: 'Shift', alt: 'Alt' };

const FIRST_SIZE = { width: 800, height: 600 };

/** What a window needs of the run that it belongs to. */
export interface WindowHost {
  readonly windows: WindowDouble[];
  focused: WindowDouble | null;
  readonly isQuitting: boolean;
  /** What is still under way when the app has quit. */
  readonly pending: Set<Promise<unknown>>;
  tellApp(event: string, ...args: unknown[]): void;
  openPage(window: WindowDouble, bounds: Electron.Rectangle): Promise<Page>;
  load(window: WindowDouble, page: Page, url: string): Promise<void>;
}

export class WindowDouble extends EventEmitter {
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents: WebContentsDouble;
  /** What was done to the window, in order. */
  readonly calls: string[] = [];
  isMinimizedNow = false;
  readonly #host: WindowHost;
  #bounds: Electron.Rectangle;
  #isMaximized = false;
  #isVisible = false;

  constructor(host: WindowHost, options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.#host = host;
    this.options = options;
    this.#bounds = { x: 0, y: 0, ...FIRST_SIZE, ...picked(options) };
    this.webContents = new WebContentsDouble(host.openPage(this, this.#bounds));
    host.windows.push(this);
    host.tellApp('web-contents-created', {}, this.webContents);
  }

  asElectron(): Electron.BrowserWindow {
    return this as unknown as Electron.BrowserWindow;
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.webContents.page;
    await this.#host.load(this, page, url);
    this.emit('ready-to-show');
  }

  show(): void {
    this.calls.push('show');
    this.#isVisible = true;
    this.#host.focused = this;
  }
  hide(): void {
    this.calls.push('hide');
    this.#isVisible = false;
    if (this.#host.focused === this) this.#host.focused = null;
  }
  isVisible(): boolean {
    return this.#isVisible;
  }
  isFocused(): boolean {
    return this.#host.focused === this;
  }
  getBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }
  focus(): void {
    this.calls.push('focus');
    this.#host.focused = this;
  }
  restore(): void {
    this.calls.push('restore');
    this.isMinimizedNow = false;
  }
  maximize(): void {
    this.#isMaximized = true;
  }
  isMaximized(): boolean {
    return this.#isMaximized;
  }
  isMinimized(): boolean {
    return this.isMinimizedNow;
  }
  getNormalBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }
  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
  }
  reload(): void {
    void this.loadURL(this.webContents.url);
  }
  close(): void {
    const event = refusable({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    this.#isVisible = false;
    this.#host.windows.splice(this.#host.windows.indexOf(this), 1);
    if (this.#host.focused === this) this.#host.focused = null;
    this.#host.pending.add(this.webContents.page.then((page) => page.close()));
    this.emit('closed');
    // Electron leaves the event out while it quits.
    if (this.#host.windows.length === 0 && !this.#host.isQuitting) this.#host.tellApp('window-all-closed');
  }
}

/** The `BrowserWindow` class of one run. */
export function browserWindowDouble(host: WindowHost) {
  return class BrowserWindowDouble extends WindowDouble {
    static readonly getAllWindows = (): Electron.BrowserWindow[] => host.windows.map((window) => window.asElectron());
    static readonly getFocusedWindow = (): Electron.BrowserWindow | null => host.focused?.asElectron() ?? null;

    constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
      super(host, options);
    }
  };
}

function picked({ x, y, width, height }: Electron.BrowserWindowConstructorOptions): Partial<Electron.Rectangle> {
  const given = Object.entries({ x, y, width, height }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}
