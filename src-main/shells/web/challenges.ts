/** The challenges whose answers the server waits for. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { ProofTerms } from '#contract/page-proof';
import { prove, type PageKeys } from './page-keys.ts';

export interface Challenge {
  readonly nonce: string;
  /** The server's own proof, which the page checks before it proves anything. */
  readonly proof: string;
}

/** A page answers at once. */
const LIFETIME_MS = 10_000;
/** Each takes a few hundred bytes; a page has one at a time. */
const MOST_WAITING = 256;
const NONCE = /^[\w-]{43}$/;

export class Challenges {
  readonly #keys: PageKeys;
  readonly #port: number;
  readonly #waiting = new Map<string, { readonly terms: ProofTerms; readonly until: number }>();

  /** @param port - the port of this server; its keys and proofs belong to it */
  constructor(keys: PageKeys, port: number) {
    this.#keys = keys;
    this.#port = port;
  }

  /** Null for an unknown key or an invalid nonce. */
  give(keyId: string, pageNonce: string, now = Date.now()): Challenge | null {
    const key = this.#keys.find(this.#port, keyId);
    if (key === null || !NONCE.test(pageNonce)) return null;
    const nonce = randomBytes(32).toString('base64url');
    const terms = { host: `127.0.0.1:${this.#port}`, keyId, pageNonce, serverNonce: nonce };
    this.#waiting.set(nonce, { terms, until: now + LIFETIME_MS });
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > MOST_WAITING && oldest !== undefined) this.#waiting.delete(oldest);
    return { nonce, proof: prove(key, 'challenge', terms) };
  }

  /**
   * Accepts the answer to a challenge, once. Answers the page's id and the proof that its socket begins with, or null
   * for a wrong or late answer.
   */
  admit(nonce: string, proof: string, now = Date.now()): { readonly pageId: string; readonly proof: string } | null {
    const waiting = this.#waiting.get(nonce);
    this.#waiting.delete(nonce);
    if (waiting === undefined || waiting.until < now) return null;
    const { terms } = waiting;
    // Looked up again, because another page may have used it meanwhile.
    const key = this.#keys.find(this.#port, terms.keyId);
    if (key === null || !isSame(proof, prove(key, 'page', terms))) return null;
    return { pageId: this.#keys.admit(this.#port, terms, key), proof: prove(key, 'open', terms) };
  }
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
