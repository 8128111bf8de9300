/**
 * Who may use the web shell: the one browser that opened the printed URL.
 *
 * The URL carries a token that works once; the browser gets a cookie for it. Every program on the machine can reach a
 * loopback port, and every page in the browser can send requests to it, so the cookie alone does not do:
 * - the Host header must name this server, or else a name that an attacker points at 127.0.0.1 (DNS rebinding) would
 *   make the attacker's page same-origin;
 * - an Origin header, where there is one, must be this server's own; a WebSocket must have it, since browsers apply no
 *   same-origin rule to those.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export class WebSession {
  readonly #host: string;
  /** Null once it has been exchanged. */
  #token: string | null = randomSecret();
  readonly #cookieName: string;
  readonly #secret = randomSecret();

  constructor(port: number) {
    this.#host = `127.0.0.1:${port}`;
    // Cookies do not know ports: two servers on one machine need two names.
    this.#cookieName = `sarvi-${port}`;
  }

  get origin(): string {
    return `http://${this.#host}`;
  }

  /** The address for the user, with the token. Null after the exchange. */
  get entryUrl(): string | null {
    return this.#token === null ? null : `${this.origin}/?token=${this.#token}`;
  }

  isOwnHost(headers: IncomingHttpHeaders): boolean {
    return headers.host === this.#host;
  }

  isOwnOrigin(headers: IncomingHttpHeaders, whenAbsent: boolean): boolean {
    return headers.origin === undefined ? whenAbsent : headers.origin === this.origin;
  }

  hasCookie(headers: IncomingHttpHeaders): boolean {
    const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
    const prefix = `${this.#cookieName}=`;
    return cookies.some((cookie) => cookie.startsWith(prefix) && isSame(cookie.slice(prefix.length), this.#secret));
  }

  /** Uses the token up; returns the cookie to set, or null for a token that is wrong or used. */
  exchange(token: string): string | null {
    if (this.#token === null || !isSame(token, this.#token)) return null;
    this.#token = null;
    // Outlives the browser, but not this server, whose secret is new at every start.
    return `${this.#cookieName}=${this.#secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000`;
  }
}

function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

function isSame(given: string, secret: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(secret);
  return a.length === b.length && timingSafeEqual(a, b);
}
