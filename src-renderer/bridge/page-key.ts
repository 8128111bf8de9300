/** HMAC-SHA-256 in the page. The key itself cannot be read back, not even by the page. */
import { proofText, type ProofTerms, type ProofUse } from '#contract/page-proof';

export class PageKey {
  readonly id: string;
  readonly #key: CryptoKey;

  private constructor(id: string, key: CryptoKey) {
    this.id = id;
    this.#key = key;
  }

  /** @param key - base64url */
  static async of(id: string, key: string): Promise<PageKey> {
    const bytes = Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
    return new PageKey(
      id,
      await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
    );
  }

  /** base64url, like the server's. */
  async prove(use: ProofUse, terms: ProofTerms): Promise<string> {
    const text = new TextEncoder().encode(proofText(use, terms));
    return base64url(new Uint8Array(await crypto.subtle.sign('HMAC', this.#key, text)));
  }
}

export function newNonce(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
