/** Addresses of remote engines: scheme, host, port, and the path before `/v1`. */
import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';

export interface RemoteAddress {
  /** `https://gpu.example.fi:8000`; a key belongs to it. */
  readonly origin: string;
  /** The name with its port, for people. */
  readonly host: string;
  /** Without a slash at its end; empty for most servers. */
  readonly basePath: string;
  /** Everybody on the way can read what is sent: `http:` to another computer. */
  readonly isPlain: boolean;
}

/**
 * Reads an address as a user writes it: with or without scheme, `/v1` and a slash at the end. Without a scheme it is
 * `http:` on this computer and `https:` elsewhere.
 *
 * @throws SarviError `remote-address-refused`
 */
export function readAddress(written: string): RemoteAddress {
  const refuse = (reason: Reason): SarviError => new SarviError('remote-address-refused', { address: written, reason });
  const trimmed = written.trim();
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(trimmed);
  const url = parse(hasScheme ? trimmed : `http://${trimmed}`);
  if (!url || /\s/.test(trimmed)) throw refuse(because('address-malformed'));
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refuse(because('address-scheme'));
  // Its text would show the password, so the error does not repeat the address.
  if (url.username !== '' || url.password !== '') {
    throw new SarviError('remote-address-refused', { address: url.host, reason: because('address-with-user') });
  }
  if (url.search !== '' || url.hash !== '') throw refuse(because('address-with-query'));
  const isHere = isLoopback(url.hostname);
  if (!hasScheme && !isHere) url.protocol = 'https:';
  return {
    origin: url.origin,
    host: url.host,
    basePath: url.pathname
      .replace(/\/{2,}/g, '/')
      .replace(/\/+$/, '')
      .replace(/\/v1$/, ''),
    isPlain: url.protocol === 'http:' && !isHere,
  };
}

export function textOfAddress({ origin, basePath }: RemoteAddress): string {
  return origin + basePath;
}

function parse(text: string): URL | null {
  try {
    const url = new URL(text);
    return url.hostname === '' ? null : url;
  } catch {
    return null;
  }
}

/** Only what cannot leave this computer. A name that a resolver might answer otherwise does not count. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}
