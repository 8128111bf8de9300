/** `app://sarvi/`: the renderer's files under an origin of their own, which `file:` does not have. */
import { protocol } from 'electron';
import type { RendererFiles } from '../renderer-files.ts';
import { securityHeaders } from '../security-headers.ts';

const SCHEME = 'app';
const HOST = 'sarvi';
export const APP_URL = `${SCHEME}://${HOST}/`;
/** The same page, which then is the quick window's. */
export const QUICK_URL = `${APP_URL}?quick`;

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

export function serveAppScheme(files: RendererFiles): void {
  // The bridge is the preload: the page has nothing to fetch.
  const headers = securityHeaders("'none'", files.hotReloadUrl);
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    const file = url.host === HOST && request.method === 'GET' ? await files.read(url.pathname, url.search) : null;
    if (file === null) return new Response(null, { status: 404, headers });
    return new Response(new Uint8Array(file.body), { headers: { ...headers, 'content-type': file.contentType } });
  });
}

/** Whether `url` is the app's own page. Not by `URL.origin`, which Node gives as "null" for schemes it does not know. */
export function isAppUrl(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed?.protocol === `${SCHEME}:` && parsed.host === HOST && parsed.pathname === '/';
}
