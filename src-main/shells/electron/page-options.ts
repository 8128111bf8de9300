import { nativeTheme, type BrowserWindowConstructorOptions } from 'electron';

/** What the windows have in common: one sandboxed page of Sarvi's own, on the page's background colour. */
export function pageOptions(preloadPath: string): BrowserWindowConstructorOptions {
  return {
    title: 'Sarvi',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181c' : '#ffffff',
    webPreferences: {
      preload: preloadPath,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      // Chromium would fetch its dictionaries from the network.
      spellcheck: false,
    },
  };
}
