/**
 * A double of the `electron` module for one run of the built desktop shell.
 *
 * Windows are pages of a real Chromium with the built preload in them; `app:` requests go to the handler that the main
 * bundle registered, every other request to its `onBeforeRequest`; IPC carries the sending frame. Chromium refuses
 * schemes that it does not know, so a page lies at `https://<host>.invalid/` and every address that the main bundle
 * sees is given in its `app://<host>/` form.
 *
 * What this cannot show: Electron's own scheme, sandbox, world isolation and fuses, and the window manager.
 */
import type { Browser, BrowserContext, Page, Route } from '@playwright/test';
import type * as Electron from 'electron';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { defaultFolders } from '../../src-main/shells/data-folder.ts';
import { INVOKE_BINDING, preloadScript } from './preload-in-page.ts';
import { runMain } from './runs.ts';
import { trayDouble, type TrayDouble } from './tray-double.ts';
import { utilityProcessDouble } from './utility-process-double.ts';
import { browserWindowDouble, refusable, type WindowDouble, type WindowHost } from './window-double.ts';

export interface ElectronDoubleOptions {
  readonly browser: Browser;
  /** Stands for the user's home. */
  readonly appData: string;
  /** Stands for the folder of the program; without it, one that is not there. */
  readonly programFolder?: string;
  readonly locale?: string;
  /** Of the command line, without dashes. */
  readonly switches?: readonly string[];
  /** Which button the user presses in message boxes until the test says otherwise. */
  readonly messageBoxAnswer?: number;
  readonly isPackaged?: boolean;
  /** The built main bundle, when it is another than the usual one. */
  readonly mainUrl?: string;
}

type Handler = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown;
type ProtocolHandler = (request: Request) => Response | Promise<Response>;
type PermissionRequest = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type PermissionCheck = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type DeviceCheck = Parameters<Electron.Session['setDevicePermissionHandler']>[0];
type BeforeRequest = (
  details: Electron.OnBeforeRequestListenerDetails,
  callback: (response: Electron.CallbackResponse) => void,
) => void;

/** The runs that hold the single-instance lock, by `userData`: what Electron keeps in a socket there. */
const lockHolders = new Map<string, ElectronDouble>();

/** What decides about the folders of a user. */
const FOLDER_VARIABLES = ['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'APPDATA', 'LOCALAPPDATA'];

export class ElectronDouble implements WindowHost {
  readonly windows: WindowDouble[] = [];
  focused: WindowDouble | null = null;
  readonly pending = new Set<Promise<unknown>>();

  readonly schemes: Electron.CustomScheme[] = [];
  readonly protocolHandlers = new Map<string, ProtocolHandler>();
  readonly invokeHandlers = new Map<string, Handler>();
  readonly openedOutside: string[] = [];
  readonly openedFolders: string[] = [];
  readonly messageBoxes: Electron.MessageBoxOptions[] = [];
  readonly errorBoxes: { title: string; content: string }[] = [];
  readonly blockedUrls: string[] = [];
  readonly deniedUrls: string[] = [];
  /** Which button the user presses in the next message boxes. */
  messageBoxAnswer = 1;
  /** What the user chooses in the next open dialogs; null closes them. */
  chosenPath: string | null = null;
  openDialogs: Electron.OpenDialogOptions[] = [];
  saveDialogs: Electron.SaveDialogOptions[] = [];
  menu: Electron.MenuItemConstructorOptions[] = [];
  isQuitting = false;
  isSandboxEnabled = false;
  isRelaunched = false;
  readonly shownFiles: string[] = [];
  exitCode: number | null = null;
  permissionRequest: PermissionRequest = null;
  permissionCheck: PermissionCheck = null;
  deviceCheck: DeviceCheck = null;
  /** What is on the system's clipboard. */
  clipboardText = '';
  clipboardReads = 0;
  /** The global shortcuts of this run, by accelerator. */
  readonly globalShortcuts = new Map<string, () => void>();
  /** Accelerators that another program has. */
  readonly takenShortcuts = new Set<string>();
  /** The icons in the tray, with their menus. */
  readonly trays = new Set<TrayDouble>();
  /** Switches that the app has added to its command line. */
  readonly appendedSwitches: [string, string][] = [];
  /** The system's `suspend` and `resume` are emitted on it. */
  readonly powerMonitor = new EventEmitter();
  readonly exited: Promise<void>;

  readonly #options: ElectronDoubleOptions;
  readonly #ready = Promise.withResolvers<void>();
  readonly #exit = Promise.withResolvers<void>();
  #userData: string | null = null;
  #context: Promise<BrowserContext> | null = null;
  #beforeRequest: BeforeRequest | null = null;
  readonly #pages = new Map<Page, WindowDouble>();
  /** Addresses that the main process itself is loading; a page's own navigation is none of them. */
  readonly #loading = new Set<string>();
  readonly electron = this.makeElectron();

  private constructor(options: ElectronDoubleOptions) {
    this.#options = options;
    this.electron.app.isPackaged = options.isPackaged ?? false;
    this.messageBoxAnswer = options.messageBoxAnswer ?? this.messageBoxAnswer;
    this.exited = this.#exit.promise;
  }

  /** Starts the built app. Resolves when its top level has run; `firstWindow` waits for more. */
  static async launch(options: ElectronDoubleOptions): Promise<ElectronDouble> {
    // The user's own would lead out of the test's folder.
    for (const name of FOLDER_VARIABLES) delete process.env[name];
    const double = new ElectronDouble(options);
    const main = runMain(double, options.mainUrl);
    double.#ready.resolve();
    await main;
    return double;
  }

  /** Its switches as they are in `argv`. */
  get switchArguments(): string[] {
    return (this.#options.switches ?? []).map((name) => `--${name}`);
  }

  /** Where Chromium keeps its files. */
  get userData(): string {
    return this.#userData ?? join(this.#options.appData, '.config', 'Sarvi');
  }

  /** Where Sarvi keeps its data, by default. */
  get dataFolder(): string {
    return defaultFolders({ platform: process.platform, environment: {}, home: this.#options.appData }).data;
  }

  /** The first window and its page, when the page has loaded. */
  async firstWindow(): Promise<{ window: WindowDouble; page: Page }> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const [window] = this.windows;
      if (window?.calls.includes('show')) return { window, page: await window.webContents.page };
      if (this.errorBoxes[0]) throw new Error(`the app did not start: ${this.errorBoxes[0].content}`);
      if (Date.now() > deadline) throw new Error('no window within 30 s');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Quits as the user does, and waits for the end. */
  async quit(): Promise<void> {
    this.electron.app.quit();
    await this.exited;
  }

  /** Calls a channel as `frame` does; rejects when the main process refuses. */
  async invoke(frame: { url: string; parent: unknown } | null, channel: string, ...args: unknown[]): Promise<unknown> {
    return this.invokeFrom(this.windows[0] ?? null, frame, channel, ...args);
  }

  /** The same for a frame of one window. */
  async invokeFrom(
    window: WindowDouble | null,
    frame: { url: string; parent: unknown } | null,
    channel: string,
    ...args: unknown[]
  ): Promise<unknown> {
    const handler = this.invokeHandlers.get(channel);
    if (!handler) throw new Error(`no handler registered for '${channel}'`);
    const senderFrame = frame as Electron.WebFrameMain | null;
    const sender = window?.webContents as unknown as Electron.WebContents;
    const event = { sender, senderFrame, frameId: 1, processId: 1, type: 'frame' } as Electron.IpcMainInvokeEvent;
    return await handler(event, ...args);
  }

  /** Lets another run start beside this one, as another program on the same data would. */
  releaseSingleInstanceLock(): void {
    lockHolders.delete(this.userData);
  }

  tellApp(event: string, ...args: unknown[]): void {
    this.electron.app.emit(event, ...args);
  }

  openPage(window: WindowDouble, bounds: Electron.Rectangle): Promise<Page> {
    this.#context ??= this.#openContext();
    return this.#context.then(async (context) => {
      const page = await context.newPage();
      this.#pages.set(page, window);
      await page.setViewportSize({ width: bounds.width, height: bounds.height });
      const preload = window.options.webPreferences?.preload;
      await page.exposeBinding(INVOKE_BINDING, async ({ frame }, channel: string, args: unknown[]) => {
        const parent = frame.parentFrame();
        const sender = { url: toAppUrl(frame.url()), parent: parent && { url: toAppUrl(parent.url()) } };
        try {
          return { value: await this.invokeFrom(window, sender, channel, ...args) };
        } catch (error) {
          return { thrown: String(error) };
        }
      });
      if (preload) await page.addInitScript(preloadScript(preload));
      return page;
    });
  }

  async load(window: WindowDouble, page: Page, url: string): Promise<void> {
    window.webContents.url = url;
    this.#loading.add(url);
    // A test may end, and its pages with it, before all of a page has been loaded again.
    await page.goto(toPageUrl(url)).catch((error: unknown) => {
      if (!page.isClosed() && this.windows.includes(window)) throw error;
    });
    this.#loading.delete(url);
  }

  async #openContext(): Promise<BrowserContext> {
    const context = await this.#options.browser.newContext({ locale: this.#options.locale ?? 'en-GB' });
    await context.route('**/*', (route) => this.#answer(route));
    // A page that no window asked for is a popup that slipped through without a request.
    context.on('page', (page) => {
      if (!this.#pages.has(page)) setTimeout(() => void (this.#pages.has(page) || page.close()), 0);
    });
    return context;
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const url = toAppUrl(request.url());
    const window = windowOfRequest(route, this.#pages);
    if (window === null) return this.#answerPopup(route, url);
    if (request.isNavigationRequest() && !this.#loading.has(url)) {
      const isMainFrame = request.frame().parentFrame() === null;
      const event = refusable({ url, isMainFrame });
      window.webContents.emit('will-frame-navigate', event);
      if (isMainFrame) window.webContents.emit('will-navigate', event);
      if (event.defaultPrevented) {
        this.deniedUrls.push(url);
        return route.abort('aborted');
      }
    }
    if (await this.isCancelled(url)) {
      this.blockedUrls.push(url);
      return route.abort('blockedbyclient');
    }
    const handler = this.protocolHandlers.get(new URL(url).protocol.slice(0, -1));
    if (!handler) return route.abort('addressunreachable');
    const response = await handler(new Request(url, { method: request.method() }));
    const body = Buffer.from(await response.arrayBuffer());
    return route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
  }

  /** Playwright knows no frame for the first request of a popup: asks the handlers of every window. */
  #answerPopup(route: Route, url: string): Promise<void> {
    const details = { url, frameName: '', features: '', disposition: 'foreground-tab' } as Electron.HandlerDetails;
    for (const { webContents } of this.windows) {
      if (webContents.openHandler?.(details).action !== 'deny') throw new Error(`a window was opened for ${url}`);
      this.deniedUrls.push(url);
    }
    return route.abort('aborted');
  }

  /** Whether the session's filter stops a request. */
  isCancelled(url: string): Promise<boolean> {
    return new Promise((resolve) => {
      if (!this.#beforeRequest) return resolve(false);
      const details = { url } as Electron.OnBeforeRequestListenerDetails;
      this.#beforeRequest(details, ({ cancel }) => resolve(cancel === true));
    });
  }

  #quit(): void {
    const { app } = this.electron;
    // As in Electron, where a window that closes meanwhile asks for it again.
    if (this.isQuitting) return;
    app.emit('before-quit', refusable({}));
    this.isQuitting = true;
    for (const window of [...this.windows]) window.close();
    this.isQuitting = false;
    if (this.windows.length > 0) return;
    const event = refusable({});
    app.emit('will-quit', event);
    if (!event.defaultPrevented) this.#end(0);
  }

  #end(exitCode: number): void {
    if (this.exitCode !== null) return;
    this.exitCode = exitCode;
    if (lockHolders.get(this.userData) === this) lockHolders.delete(this.userData);
    // The app's own, which would end with its process.
    process.removeAllListeners('uncaughtExceptionMonitor');
    void Promise.allSettled(this.pending)
      .then(async () => (await this.#context)?.close())
      .then(() => this.#exit.resolve());
  }

  /** The module itself. Every part has the types of the real one. */
  makeElectron() {
    const app = Object.assign(new EventEmitter(), {
      isPackaged: false,
      commandLine: {
        hasSwitch: (name: string) => this.#options.switches?.includes(name) ?? false,
        getSwitchValue: () => '',
        appendSwitch: (name: string, value = '') => void this.appendedSwitches.push([name, value]),
      },
      enableSandbox: () => void (this.isSandboxEnabled = true),
      requestSingleInstanceLock: () => {
        const holder = lockHolders.get(this.userData);
        if (!holder) lockHolders.set(this.userData, this);
        const argv = ['sarvi-desktop', '--enable-some-feature', ...this.switchArguments];
        holder?.electron.app.emit('second-instance', {}, argv, '', null);
        return holder === undefined;
      },
      releaseSingleInstanceLock: () => this.releaseSingleInstanceLock(),
      relaunch: () => void (this.isRelaunched = true),
      whenReady: () => this.#ready.promise,
      quit: () => this.#quit(),
      exit: (exitCode = 0) => this.#end(exitCode),
      getPath: (name: string) => {
        const { appData, programFolder } = this.#options;
        switch (name) {
          case 'userData':
            return this.userData;
          case 'home':
            return appData;
          case 'exe':
            return join(programFolder ?? join(appData, 'no program'), 'sarvi-desktop');
          default:
            throw new Error(`no path ${name} in the double`);
        }
      },
      setPath: (name: string, path: string) => {
        if (name !== 'userData') throw new Error(`no path ${name} in the double`);
        this.#userData = path;
      },
      getVersion: () => '0.0.0-double',
      getLocale: () => this.#options.locale ?? 'en-GB',
      getPreferredSystemLanguages: () => [this.#options.locale ?? 'en-GB'],
    });
    app satisfies Pick<
      Electron.App,
      | 'isPackaged'
      | 'enableSandbox'
      | 'requestSingleInstanceLock'
      | 'releaseSingleInstanceLock'
      | 'relaunch'
      | 'whenReady'
      | 'quit'
      | 'exit'
      | 'getPath'
      | 'setPath'
      | 'getVersion'
      | 'getLocale'
      | 'getPreferredSystemLanguages'
    >;

    const dialog = {
      showErrorBox: (title: string, content: string) => void this.errorBoxes.push({ title, content }),
      showMessageBox: (first: unknown, second?: Electron.MessageBoxOptions) => {
        this.messageBoxes.push(second ?? (first as Electron.MessageBoxOptions));
        return Promise.resolve({ response: this.messageBoxAnswer, checkboxChecked: false });
      },
      showOpenDialog: (first: unknown, second?: Electron.OpenDialogOptions) => {
        this.openDialogs.push(second ?? (first as Electron.OpenDialogOptions));
        const filePaths = this.chosenPath === null ? [] : [this.chosenPath];
        return Promise.resolve({ canceled: this.chosenPath === null, filePaths });
      },
      showSaveDialog: (first: unknown, second?: Electron.SaveDialogOptions) => {
        this.saveDialogs.push(second ?? (first as Electron.SaveDialogOptions));
        return Promise.resolve({ canceled: this.chosenPath === null, filePath: this.chosenPath ?? '' });
      },
    } satisfies Pick<Electron.Dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog' | 'showSaveDialog'>;

    const ipcMain: Pick<Electron.IpcMain, 'handle' | 'on'> = {
      handle: (channel: string, listener: Handler) => void this.invokeHandlers.set(channel, listener),
      // electron-store answers a renderer's synchronous question; no preload of Sarvi's asks it.
      on: (): Electron.IpcMain => ipcMain as unknown as Electron.IpcMain,
    };

    const protocol = {
      registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]) => void this.schemes.push(...schemes),
      handle: (scheme: string, handler: ProtocolHandler) => void this.protocolHandlers.set(scheme, handler),
    } satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>;

    const defaultSession = Object.assign(new EventEmitter(), {
      resolveProxy: () => Promise.resolve('DIRECT'),
      setPermissionRequestHandler: (handler: PermissionRequest) => void (this.permissionRequest = handler),
      setPermissionCheckHandler: (handler: PermissionCheck) => void (this.permissionCheck = handler),
      setDevicePermissionHandler: (handler: DeviceCheck) => void (this.deviceCheck = handler),
      webRequest: {
        onBeforeRequest: (listener: unknown) => void (this.#beforeRequest = listener as BeforeRequest),
      } satisfies Pick<Electron.WebRequest, 'onBeforeRequest'>,
    });
    defaultSession satisfies Pick<
      Electron.Session,
      'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
    >;

    const nativeTheme = Object.defineProperty({ shouldUseDarkColors: false, themeSource: 'system' }, 'themeSource', {
      set: (theme: Electron.NativeTheme['themeSource']) => {
        const colorScheme = theme === 'system' ? null : theme;
        for (const page of this.#pages.keys()) void page.emulateMedia({ colorScheme }).catch(() => undefined);
      },
    }) as Pick<Electron.NativeTheme, 'shouldUseDarkColors' | 'themeSource'>;

    const display = { workArea: { x: 0, y: 0, width: 1920, height: 1080 } } as Electron.Display;

    return {
      app,
      BrowserWindow: browserWindowDouble(this),
      clipboard: {
        readText: () => {
          this.clipboardReads += 1;
          return Promise.resolve(this.clipboardText);
        },
      } satisfies Pick<Electron.Clipboard, 'readText'>,
      globalShortcut: {
        register: (accelerator: string, callback: () => void) => {
          if (this.takenShortcuts.has(accelerator)) return false;
          this.globalShortcuts.set(accelerator, callback);
          return true;
        },
        unregister: (accelerator: string) => void this.globalShortcuts.delete(accelerator),
      } satisfies Pick<Electron.GlobalShortcut, 'register' | 'unregister'>,
      Tray: trayDouble(this.trays),
      // Squirrel; a test of its own has a double of it.
      autoUpdater: new EventEmitter(),
      dialog,
      ipcMain,
      Menu: {
        buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => template as unknown as Electron.Menu,
        setApplicationMenu: (menu: Electron.Menu | null) =>
          void (this.menu = menu as unknown as Electron.MenuItemConstructorOptions[]),
      } satisfies Pick<typeof Electron.Menu, 'buildFromTemplate' | 'setApplicationMenu'>,
      nativeTheme,
      powerMonitor: this.powerMonitor,
      protocol,
      safeStorage: {
        getSelectedStorageBackend: () => 'gnome_libsecret',
        isAsyncEncryptionAvailable: () => Promise.resolve(true),
        encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(text).map((byte) => byte ^ 0x55)),
        decryptStringAsync: (bytes: Buffer) =>
          Promise.resolve({ shouldReEncrypt: false, result: bytes.map((byte) => byte ^ 0x55).toString() }),
      } as Pick<
        Electron.SafeStorage,
        'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
      >,
      screen: {
        getAllDisplays: () => [display],
        getCursorScreenPoint: () => ({ x: 10, y: 10 }),
        getDisplayNearestPoint: () => display,
      } satisfies Pick<Electron.Screen, 'getAllDisplays' | 'getCursorScreenPoint' | 'getDisplayNearestPoint'>,
      session: { defaultSession },
      shell: {
        openExternal: (url: string) => {
          this.openedOutside.push(url);
          return Promise.resolve();
        },
        openPath: (path: string) => {
          this.openedFolders.push(path);
          return Promise.resolve('');
        },
        showItemInFolder: (path: string) => void this.shownFiles.push(path),
      } satisfies Pick<Electron.Shell, 'openExternal' | 'openPath' | 'showItemInFolder'>,
      utilityProcess: utilityProcessDouble,
    };
  }
}

function windowOfRequest(route: Route, pages: ReadonlyMap<Page, WindowDouble>): WindowDouble | null {
  try {
    return pages.get(route.request().frame().page()) ?? null;
  } catch {
    return null;
  }
}

function toPageUrl(url: string): string {
  return url.replace(/^app:\/\/([a-z]+)\//, 'https://$1.invalid/');
}

function toAppUrl(url: string): string {
  return url.replace(/^https:\/\/([a-z]+)\.invalid\//, 'app://$1/');
}
