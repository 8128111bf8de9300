import { BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import type { ShellTexts } from './shell-texts.ts';

export interface MenuSurroundings {
  readonly platform: string;
  /** A packaged app has no developer tools. */
  readonly isPackaged: boolean;
}

/** What the page does at a shortcut of its own (src-renderer/shortcuts); the menu shows it and presses the key. */
const PAGE_KEYS = { newChat: 'N', search: 'K', settings: ',' } as const;

type PageAct = keyof typeof PAGE_KEYS;
type Role = Extract<keyof ShellTexts, MenuItemConstructorOptions['role']>;
type Entry = Role | PageAct | '-';

/** The platform's usual menu. Roles bring the platform's own shortcuts; only the words are Sarvi's. */
export function applicationMenu(texts: ShellTexts, { platform, isPackaged }: MenuSurroundings): Menu {
  const isMac = platform === 'darwin';
  const item = (entry: Entry): MenuItemConstructorOptions => {
    if (entry === '-') return { type: 'separator' };
    if (!isPageAct(entry)) return { role: entry, label: texts[entry] };
    return {
      label: texts[entry],
      accelerator: `CommandOrControl+${PAGE_KEYS[entry]}`,
      // The page hears the key by itself, except on a Mac, where the menu always comes first.
      registerAccelerator: false,
      click: () => pressInPage(PAGE_KEYS[entry], isMac),
    };
  };
  const submenu = (entries: readonly Entry[]): MenuItemConstructorOptions[] => entries.map(item);

  const mac: MenuItemConstructorOptions = {
    label: 'Sarvi',
    submenu: submenu(['about', '-', 'settings', '-', 'services', '-', 'hide', 'hideOthers', 'unhide', '-', 'quit']),
  };
  const file: Entry[] = isMac ? ['newChat', '-', 'close'] : ['newChat', '-', 'settings', '-', 'close', 'quit'];
  const edit: Entry[] = ['undo', 'redo', '-', 'cut', 'copy', 'paste', 'pasteAndMatchStyle', 'selectAll', '-', 'search'];
  const view: Entry[] = ['reload', '-', 'resetZoom', 'zoomIn', 'zoomOut', '-', 'togglefullscreen'];
  const menus: MenuItemConstructorOptions[] = [
    { label: texts.file, submenu: submenu(file) },
    { label: texts.edit, submenu: submenu(edit) },
    { label: texts.view, submenu: submenu(isPackaged ? view : ['toggleDevTools', ...view]) },
    {
      label: texts.window,
      role: 'window',
      submenu: submenu(isMac ? ['minimize', 'zoom', '-', 'front'] : ['minimize']),
    },
  ];
  if (isMac) return Menu.buildFromTemplate([mac, ...menus]);
  return Menu.buildFromTemplate([...menus, { label: texts.help, role: 'help', submenu: submenu(['about']) }]);
}

function isPageAct(entry: Role | PageAct): entry is PageAct {
  return entry in PAGE_KEYS;
}

function pressInPage(keyCode: string, isMac: boolean): void {
  const contents = BrowserWindow.getFocusedWindow()?.webContents;
  const modifiers: ('meta' | 'control')[] = [isMac ? 'meta' : 'control'];
  contents?.sendInputEvent({ type: 'keyDown', keyCode, modifiers });
  contents?.sendInputEvent({ type: 'keyUp', keyCode, modifiers });
}
