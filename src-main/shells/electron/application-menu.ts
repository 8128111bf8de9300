import { BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import { DEFAULT_SHORTCUTS, type ShortcutKeys, type ShortcutName } from '#contract/shortcuts';
import { acceleratorOf } from './accelerator.ts';
import type { ShellTexts } from './shell-texts.ts';

export interface MenuSurroundings {
  readonly platform: string;
  /** A packaged app has no developer tools. */
  readonly isPackaged: boolean;
  /** The user's choice of keys. */
  readonly shortcuts: ShortcutKeys;
}

/** What the page does at a shortcut of its own; the menu shows the keys and presses them. */
const PAGE_SHORTCUTS = { newChat: 'new-chat', search: 'search', settings: 'settings' } as const satisfies Record<
  string,
  ShortcutName
>;

type PageAct = keyof typeof PAGE_SHORTCUTS;
type Role = Extract<keyof ShellTexts, MenuItemConstructorOptions['role']>;
type Entry = Role | PageAct | '-';

/** The platform's usual menu. Roles bring the platform's own shortcuts; only the words are Sarvi's. */
export function applicationMenu(texts: ShellTexts, { platform, isPackaged, shortcuts }: MenuSurroundings): Menu {
  const isMac = platform === 'darwin';
  const item = (entry: Entry): MenuItemConstructorOptions => {
    if (entry === '-') return { type: 'separator' };
    if (!isPageAct(entry)) return { role: entry, label: texts[entry] };
    const name = PAGE_SHORTCUTS[entry];
    const keys = shortcuts[name] ?? DEFAULT_SHORTCUTS[name];
    return {
      label: texts[entry],
      // The page hears the key by itself, except on a Mac, where the menu always comes first.
      ...(keys === '' ? { enabled: false } : { accelerator: acceleratorOf(keys), registerAccelerator: false }),
      click: () => pressInPage(keys, isMac),
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
  return entry in PAGE_SHORTCUTS;
}

function pressInPage(keys: string, isMac: boolean): void {
  const contents = BrowserWindow.getFocusedWindow()?.webContents;
  const parts = keys.endsWith('++') ? [...keys.slice(0, -2).split('+'), '+'] : keys.split('+');
  const keyCode = parts.at(-1) ?? '';
  const names = { Mod: isMac ? 'meta' : 'control', Alt: 'alt', Shift: 'shift' } as const;
  const modifiers = parts.slice(0, -1).flatMap((part) => (part in names ? [names[part as keyof typeof names]] : []));
  contents?.sendInputEvent({ type: 'keyDown', keyCode, modifiers });
  contents?.sendInputEvent({ type: 'keyUp', keyCode, modifiers });
}
