import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { ShellTexts } from './shell-texts.ts';

export interface MenuSurroundings {
  readonly platform: string;
  /** A packaged app has no developer tools. */
  readonly isPackaged: boolean;
}

type Role = Extract<keyof ShellTexts, MenuItemConstructorOptions['role']>;
type Entry = Role | '-';

/** The platform's usual menu. Roles bring the platform's own shortcuts; only the words are Sarvi's. */
export function applicationMenu(texts: ShellTexts, { platform, isPackaged }: MenuSurroundings): Menu {
  const isMac = platform === 'darwin';
  const submenu = (entries: readonly Entry[]): MenuItemConstructorOptions[] =>
    entries.map((entry) => (entry === '-' ? { type: 'separator' } : { role: entry, label: texts[entry] }));
  const view: Entry[] = ['reload', '-', 'resetZoom', 'zoomIn', 'zoomOut', '-', 'togglefullscreen'];

  const mac: MenuItemConstructorOptions = {
    label: 'Sarvi',
    submenu: submenu(['about', '-', 'services', '-', 'hide', 'hideOthers', 'unhide', '-', 'quit']),
  };
  const menus: MenuItemConstructorOptions[] = [
    { label: texts.file, submenu: submenu(isMac ? ['close'] : ['close', '-', 'quit']) },
    {
      label: texts.edit,
      submenu: submenu(['undo', 'redo', '-', 'cut', 'copy', 'paste', 'pasteAndMatchStyle', 'selectAll']),
    },
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
