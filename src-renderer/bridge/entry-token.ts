/**
 * What lets this page in: a token, an id and a key with a dot between, from the printed address or from the browser's
 * storage. The stored one is worth something only while the server runs that gave it, which has the port meanwhile; so
 * whoever takes the port afterwards finds nothing of use.
 */
import { ENTRY_FRAGMENT } from '#contract/page-proof';

export interface Token {
  readonly id: string;
  /** base64url */
  readonly key: string;
}

const STORED_NAME = 'sarvi-run';
const TOKEN = /^((?:entry|run)-[\w-]{43})\.([\w-]{43})$/;

/** The token of the address, which is taken out of the address and the history; null when there is none. */
export function takeTokenOfAddress(): Token | null {
  if (!location.hash.startsWith(ENTRY_FRAGMENT)) return null;
  const token = parse(location.hash.slice(ENTRY_FRAGMENT.length));
  history.replaceState(null, '', location.pathname);
  return token;
}

export function storedToken(): Token | null {
  try {
    return parse(localStorage.getItem(STORED_NAME) ?? '');
  } catch {
    return null;
  }
}

/** Keeps the token for a reload and for other tabs, as far as the browser lets it. */
export function storeToken({ id, key }: Token): void {
  try {
    localStorage.setItem(STORED_NAME, `${id}.${key}`);
  } catch {
    // A browser that keeps nothing asks for the address again.
  }
}

function parse(text: string): Token | null {
  const [, id, key] = TOKEN.exec(text) ?? [];
  return id === undefined || key === undefined ? null : { id, key };
}
