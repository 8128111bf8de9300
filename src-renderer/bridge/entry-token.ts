/**
 * The token that admits this page: an id and a key with a dot between, from the printed address or the browser's
 * storage. A stored token is valid only while the server that gave it runs, and has the port; a program that takes the
 * port later finds nothing useful.
 */
import { ENTRY_FRAGMENT } from '#contract/page-proof';

export interface Token {
  readonly id: string;
  /** base64url */
  readonly key: string;
}

const STORED_NAME = 'sarvi-run';
const TOKEN = /^((?:entry|run)-[\w-]{43})\.([\w-]{43})$/;

/** The token of the address, which is removed from the address and the browser's history; null when there is none. */
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

/** Stores the token for a reload and for other tabs, if the browser allows it. */
export function storeToken({ id, key }: Token): void {
  try {
    localStorage.setItem(STORED_NAME, `${id}.${key}`);
  } catch {
    // Without storage, the page asks for the address again.
  }
}

function parse(text: string): Token | null {
  const [, id, key] = TOKEN.exec(text) ?? [];
  return id === undefined || key === undefined ? null : { id, key };
}
