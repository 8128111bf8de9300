/**
 * Opens a socket from a page of the web shell to Sarvi, and to no other program that may have taken the port while
 * Sarvi was off. First the server proves that it has the key, then the page does, and then the server again on the
 * socket. A stranger sees only an id, nonces and digests, which are valid for no other port and time.
 */
import type { ProofTerms } from '#contract/page-proof';
import { storedToken, storeToken, takeTokenOfAddress } from './entry-token.ts';
import { newNonce, PageKey } from './page-key.ts';

export interface Admission {
  /** The address of the socket. */
  readonly url: string;
  /** Whether the first frame of the socket comes from Sarvi. */
  admits(frame: string): Promise<boolean>;
}

/** The server does not know this page, or the page has no key. */
export class NotAdmitted extends Error {}

/** Longer than any answer; a stranger may send without end. */
const MOST_CHALLENGE_LENGTH = 1000;
const ANSWER_TIMEOUT_MS = 10_000;

export class PageAccess {
  /** Only in memory, so that a stranger's page at this address cannot read it from the browser. */
  #key: PageKey | null = null;
  readonly #printed = takeTokenOfAddress();

  /** @throws NotAdmitted; other errors when no server or another program answers */
  async request(): Promise<Admission> {
    if (this.#key) return this.#ask(this.#key, false);
    // Another tab may have been admitted meanwhile, so the storage is read each time.
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

/** Sarvi has no service worker. One at its address is a stranger's, and could answer every request of the page. */
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
