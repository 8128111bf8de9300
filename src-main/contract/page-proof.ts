/**
 * What a page of the web shell and its server prove to each other: that they hold the same key. The key itself never
 * travels. Both compute an HMAC-SHA-256 over these texts.
 */

/** Digests are base64url without padding; so are keys and nonces of 32 bytes. */
export interface ProofTerms {
  /**
   * Where the page believes to be, and where the server knows to listen, like `127.0.0.1:20412`. A program that took
   * another port and hands everything on to Sarvi gets a proof that does not fit.
   */
  readonly host: string;
  readonly keyId: string;
  readonly pageNonce: string;
  readonly serverNonce: string;
}

/**
 * `challenge`: the server's first proof; `page`: the page's answer; `open`: the server's proof on the socket itself.
 * The others are no proofs but new keys and their ids, which both sides derive from the one that has just been proved.
 */
export type ProofUse = 'challenge' | 'page' | 'open' | 'page-id' | 'page-key' | 'run-id' | 'run-key';

/** None of the terms can hold a line break, so two different lists never make one text. */
export function proofText(use: ProofUse, { host, keyId, pageNonce, serverNonce }: ProofTerms): string {
  return ['sarvi page 1', use, host, keyId, pageNonce, serverNonce].join('\n');
}

/** An id of a key begins with its kind: the printed address, one run of the server, one page. */
export type PageKeyKind = 'entry' | 'run' | 'page';

/** The fragment of the printed address is this, an id, a dot and a key. */
export const ENTRY_FRAGMENT = '#enter=';
