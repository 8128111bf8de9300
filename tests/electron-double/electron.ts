/**
 * What `import 'electron'` gives the built main bundle under the double. The query of this module's own URL says which
 * run of the app asks: every run has its own.
 */
import { doubleOfRun } from './runs.ts';

const electron = doubleOfRun(new URL(import.meta.url).searchParams.get('run') ?? '').electron;

export default electron;
export const {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
} = electron;
