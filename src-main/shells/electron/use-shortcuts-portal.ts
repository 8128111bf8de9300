import { app } from 'electron';

const FEATURE = 'GlobalShortcutsPortal';

/**
 * Lets global shortcuts go through the desktop portal, without which none can work on Wayland. The portal is asked only
 * when one is registered. Must run before the app is ready.
 *
 * @see electron docs/api/global-shortcut.md
 */
export function useShortcutsPortal(platform: string = process.platform): void {
  if (platform !== 'linux') return;
  // A second switch of this name would replace the user's own.
  const given = app.commandLine.getSwitchValue('enable-features');
  app.commandLine.appendSwitch('enable-features', given === '' ? FEATURE : `${given},${FEATURE}`);
}
