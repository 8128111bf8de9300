/** The headers of every answer with the renderer, in the desktop window and in the web shell. */

/**
 * Only the app's own files; no remote anything, no inline script, no plug-in, no frame. Pictures may lie in the text as
 * `data:`, never elsewhere: a picture's address can carry a conversation out.
 *
 * `'unsafe-inline'` is missing for styles too: Svelte and the accessible primitives set styles through the CSSOM.
 *
 * @param connect - what `fetch` and WebSocket may reach; `'none'` where the bridge is the preload
 * @param hotReloadUrl - the socket of the development server, if the page comes from one
 */
function contentSecurityPolicy(connect: string, hotReloadUrl: string | undefined): string {
  const reaches = hotReloadUrl === undefined ? connect : `${connect} ${hotReloadUrl}`.replace("'none' ", '');
  return [
    "default-src 'none'",
    "script-src 'self'",
    // Vite's server adds styles as elements.
    hotReloadUrl === undefined ? "style-src 'self'" : "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${reaches}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export function securityHeaders(connect: string, hotReloadUrl?: string): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(connect, hotReloadUrl),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), usb=(), serial=(), hid=()',
    // Files change with every build, and a page of an older build does not fit this core.
    'cache-control': 'no-store',
  };
}
