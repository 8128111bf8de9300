import { Menu, Tray } from 'electron';
import { join } from 'node:path';
import type { ShellTexts } from './shell-texts.ts';

export interface TrayActs {
  readonly open: () => void;
  readonly quick: () => void;
  readonly quit: () => void;
}

/** The icon in the system's tray. On Linux only its menu works everywhere, so that it can do all that a click does. */
export class TrayIcon {
  readonly #iconPath: string;
  readonly #acts: TrayActs;
  #tray: Tray | null = null;

  /** @param resources - the app's folder of resources */
  constructor(resources: string, acts: TrayActs) {
    // macOS takes the shape alone of an image with this name, and colours it itself.
    this.#iconPath = join(resources, 'tray', process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png');
    this.#acts = acts;
  }

  get isShown(): boolean {
    return this.#tray !== null;
  }

  follow(isOn: boolean, texts: ShellTexts): void {
    if (!isOn) return this.dispose();
    const { open, quick, quit } = this.#acts;
    if (this.#tray === null) {
      this.#tray = new Tray(this.#iconPath);
      this.#tray.setToolTip('Sarvi');
      if (process.platform === 'win32') this.#tray.on('click', open);
    }
    this.#tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: texts.openSarvi, click: open },
        { label: texts.openQuick, click: quick },
        { type: 'separator' },
        { label: texts.quit, click: quit },
      ]),
    );
  }

  dispose(): void {
    this.#tray?.destroy();
    this.#tray = null;
  }
}
