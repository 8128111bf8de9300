/** What every answer that carries the renderer says to the browser, in the desktop window and in the web shell. */

/**
 * Only the app's own files; no remote anything, no inline script, no plug-in, no frame. Pictures may lie in the text as
 * `data:`, never elsewhere: a picture's address can carry a conversation out.
 *
 * `'unsafe-inline'` is missing for styles too: Svelte and the accessible primitives set styles through the CSSOM.
 *
 * @param connect - what `fetch` and WebSocket may reach; `'none'` where the bridge is the preload
 */
export function contentSecurityPolicy(connect: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export function securityHeaders(connect: string): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(connect),
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
