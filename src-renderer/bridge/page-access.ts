/**
 * How a page of the web shell gets a socket to Sarvi and to nobody else. Whoever has the port may have taken it while
 * Sarvi was off: the server proves first that it has the key, the page then, and the server once more on the socket. A
 * stranger sees an id, nonces and digests that fit no other port and no other time.
 */
import type { ProofTerms } from '#contract/page-proof';
import { storedToken, storeToken, takeTokenOfAddress } from './entry-token.ts';
import { newNonce, PageKey } from './page-key.ts';

export interface Admission {
  /** Of the socket. */
  readonly url: string;
  /** Whether the first frame of the socket comes from Sarvi. */
  admits(frame: string): Promise<boolean>;
}

/** The server does not know this page, or the page has nothing to show. */
export class NotAdmitted extends Error {}

/** Longer than any answer; a stranger may send without end. */
const MOST_CHALLENGE_LENGTH = 1000;
const ANSWER_TIMEOUT_MS = 10_000;

export class PageAccess {
  /** In memory alone, so that a stranger's page at this address cannot ask the browser for it. */
  #key: PageKey | null = null;
  readonly #printed = takeTokenOfAddress();

  /** @throws NotAdmitted; other errors when nobody answers, or somebody else does */
  async request(): Promise<Admission> {
    if (this.#key) return this.#ask(this.#key, false);
    // Another tab may have got in meanwhile, so the store is looked at each time.
    for (const token of [this.#printed, storedToken()]) {
      if (!token) continue;
      try {
        return await this.#ask(await PageKey.of(token.id, token.key), true);
      } catch (error) {
        if (!(error instanceof NotAdmitted)) throw error;
      }
    }
    throw new NotAdmitted();
  }

  async #ask(key: PageKey, isToken: boolean): Promise<Admission> {
    if (isControlled()) throw new NotAdmitted();
    const pageNonce = newNonce();
    const { nonce: serverNonce, proof } = await challenge(key.id, pageNonce);
    const terms = { host: location.host, keyId: key.id, pageNonce, serverNonce };
    if (proof !== (await key.prove('challenge', terms))) throw new Error('somebody else has the port');
    const answer = new URLSearchParams({ nonce: serverNonce, proof: await key.prove('page', terms) });
    return {
      url: `ws://${location.host}/bridge?${answer}`,
      admits: async (frame) => {
        if (frame !== JSON.stringify({ proof: await key.prove('open', terms) })) return false;
        if (isToken) await this.#derive(key, terms);
        return true;
      },
    };
  }

  async #derive(key: PageKey, terms: ProofTerms): Promise<void> {
    this.#key = await PageKey.of(`page-${await key.prove('page-id', terms)}`, await key.prove('page-key', terms));
    if (!key.id.startsWith('entry-')) return;
    storeToken({ id: `run-${await key.prove('run-id', terms)}`, key: await key.prove('run-key', terms) });
  }
}

/** Sarvi has no service worker: one at its address is a stranger's, and could answer for all that the page loads. */
function isControlled(): boolean {
  return 'serviceWorker' in navigator && navigator.serviceWorker.controller !== null;
}

async function challenge(key: string, nonce: string): Promise<{ nonce: string; proof: string }> {
  const query = new URLSearchParams({ key, nonce });
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  const response = await fetch(`/challenge?${query}`, { signal, cache: 'no-store', redirect: 'error' });
  if (response.status === 404) throw new NotAdmitted();
  const answer = JSON.parse(await beginningOf(response)) as { nonce?: unknown; proof?: unknown };
  if (!response.ok || typeof answer.nonce !== 'string' || typeof answer.proof !== 'string')
    throw new Error('no answer');
  return { nonce: answer.nonce, proof: answer.proof };
}

async function beginningOf(response: Response): Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (reader && text.length <= MOST_CHALLENGE_LENGTH) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
  }
  await reader?.cancel();
  throw new Error('too long an answer');
}
