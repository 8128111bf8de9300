/** Denies every page, whatever it was made to try: leaving, opening windows, permissions, and the network. */
import { app, session } from 'electron';
import { APP_URL, isAppUrl } from './app-scheme.ts';

/** The only permission of a page: writing plain text to the clipboard, for the copy buttons. Reading it is denied. */
const GRANTED_PERMISSION = 'clipboard-sanitized-write';

/** Schemes that do not reach the network. `devtools:` is the page of the developer tools. */
const LOCAL_SCHEMES = ['devtools:', 'data:', 'blob:'];

/** @param offerExternalLink - called with every address that a page tried to open */
export function hardenContents(offerExternalLink: (url: string) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-navigate', (event) => {
      // A reload.
      if (isAppUrl(event.url)) return;
      event.preventDefault();
      offerExternalLink(event.url);
    });
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      offerExternalLink(url);
      return { action: 'deny' };
    });
  });
}

/**
 * Must run when the app is ready.
 *
 * @param hotReloadUrl - the only network address that a page in development reaches
 */
export function hardenSession(hotReloadUrl?: string): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((contents, permission, callback) =>
    callback(permission === GRANTED_PERMISSION && isAppUrl(contents.getURL())),
  );
  defaultSession.setPermissionCheckHandler(
    (contents, permission) => permission === GRANTED_PERMISSION && contents !== null && isAppUrl(contents.getURL()),
  );
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.webRequest.onBeforeRequest((details, callback) => {
    const isHotReload = hotReloadUrl !== undefined && details.url.startsWith(`${hotReloadUrl}/`);
    callback({ cancel: !isLocal(details.url) && !isHotReload });
  });
  defaultSession.on('will-download', (event) => event.preventDefault());
}

function isLocal(url: string): boolean {
  return url.startsWith(APP_URL) || LOCAL_SCHEMES.some((scheme) => url.startsWith(scheme));
}
