/**
 * How a page of the web shell and its server prove to each other that they have the same key, without sending it. Both
 * compute an HMAC-SHA-256 over these texts.
 */

/** Digests are base64url without padding; so are keys and nonces of 32 bytes. */
export interface ProofTerms {
  /**
   * The address that the page was opened at, and the one that the server listens on, like `127.0.0.1:20412`. A program
   * on another port that passes everything on to Sarvi gets a proof that does not match.
   */
  readonly host: string;
  readonly keyId: string;
  readonly pageNonce: string;
  readonly serverNonce: string;
}

/**
 * `challenge`: the server's first proof; `page`: the page's answer; `open`: the server's proof on the socket itself.
 * The others are not proofs but new keys and their ids, which both sides derive from the key that was just proved.
 */
export type ProofUse = 'challenge' | 'page' | 'open' | 'page-id' | 'page-key' | 'run-id' | 'run-key';

/** No term can contain a line break, so two different lists never give the same text. */
export function proofText(use: ProofUse, { host, keyId, pageNonce, serverNonce }: ProofTerms): string {
  return ['sarvi page 1', use, host, keyId, pageNonce, serverNonce].join('\n');
}

/** The id of a key begins with its kind: the printed address, one run of the server, one page. */
export type PageKeyKind = 'entry' | 'run' | 'page';

/** The fragment of the printed address consists of this, an id, a dot and a key. */
export const ENTRY_FRAGMENT = '#enter=';
