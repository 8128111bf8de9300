import type * as Electron from 'electron';
import { EventEmitter } from 'node:events';

/** An icon in the tray. Its menu is the template that it was built from. */
export class TrayDouble extends EventEmitter {
  readonly image: string;
  menu: Electron.MenuItemConstructorOptions[] = [];
  readonly #all: Set<TrayDouble>;

  constructor(all: Set<TrayDouble>, image: string) {
    super();
    this.image = image;
    this.#all = all;
    all.add(this);
  }

  setToolTip(): void {
    // Nobody points at it.
  }

  setContextMenu(menu: Electron.Menu | null): void {
    this.menu = menu as unknown as Electron.MenuItemConstructorOptions[];
  }

  destroy(): void {
    this.#all.delete(this);
  }

  /** As the user chooses from its menu. */
  choose(label: string): void {
    const item = this.menu.find((one) => one.label === label);
    if (!item) throw new Error(`no ${label} in the menu of the tray`);
    item.click?.({} as never, undefined, {});
  }
}

/** The `Tray` class of one run. */
export function trayDouble(all: Set<TrayDouble>) {
  return class extends TrayDouble {
    constructor(image: string) {
      super(all, image);
    }
  };
}
