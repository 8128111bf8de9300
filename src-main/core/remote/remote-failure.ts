/** What can go wrong between Sarvi and a server elsewhere, as errors with a next step. */
import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';

/** Longer words of a server are cut. */
const MOST_WORDS = 300;

/** A fault of the connection before or during an answer. @param begun - some of the answer has come */
export function connectionFailure(thrown: unknown, host: string, begun: boolean): SarviError {
  if (thrown instanceof SarviError) return thrown;
  const fault = thrown as NodeJS.ErrnoException;
  if (begun) return new SarviError('remote-cut', { host }, { cause: fault });
  const trust = trustReason(fault.code ?? '', fault.message);
  if (trust) return new SarviError('remote-untrusted', { host, reason: trust }, { cause: fault });
  return new SarviError('remote-unreachable', { host, reason: networkReason(fault) }, { cause: fault });
}

/** Why a connection was not made, or broke. */
export function networkReason(thrown: unknown): Reason {
  const { code = '', message } = thrown as NodeJS.ErrnoException;
  const trust = trustReason(code, message);
  return trust === null ? reachReason(code, message) : because('certificate-refused', { what: trust });
}

/** An answer with a status that is not success. @param words - the server's own, already without the key */
export function statusFailure(
  host: string,
  status: number,
  words: string,
  headers: { readonly 'retry-after'?: string | undefined; readonly location?: string | undefined },
): SarviError {
  if (status >= 300 && status < 400) {
    return new SarviError('remote-redirects', { host, target: targetOf(headers.location) });
  }
  if (status === 401 || status === 403) return new SarviError('remote-key-refused', { host, status });
  if (status === 429 || status === 503) {
    const seconds = secondsOf(headers['retry-after']);
    return new SarviError('remote-busy', { host, status, ...(seconds === null ? {} : { seconds }) });
  }
  return refused(host, status, words);
}

/** The server's words may repeat the prompt, so the message for the log leaves them out. */
export function refused(host: string, status: number, words: string): SarviError {
  const said = plainWords(words);
  const reason = said === '' ? because('server-says-nothing') : said;
  return new SarviError('remote-refused', { host, status, reason }, { message: `remote-refused: status ${status}` });
}

export function unexpected(host: string, reason: Reason): SarviError {
  return new SarviError('remote-unexpected', { host, reason });
}

/** One short line of visible text. */
export function plainWords(text: string): string {
  const line = text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return line.length > MOST_WORDS ? `${line.slice(0, MOST_WORDS).toWellFormed()}…` : line;
}

function trustReason(code: string, message: string): Reason | null {
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return because('certificate-self-signed');
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return because('certificate-issuer-unknown');
    case 'CERT_HAS_EXPIRED':
      return because('certificate-expired');
    case 'CERT_NOT_YET_VALID':
      return because('certificate-not-yet-valid');
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return because('certificate-of-another');
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return because('no-certificate-spoken');
    default:
      return /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_)/.test(code)
        ? because('certificate-fault', { fault: plainWords(message) })
        : null;
  }
}

function reachReason(code: string, message: string): Reason {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return because('host-not-found');
    case 'ECONNREFUSED':
      return because('connection-refused');
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return because('no-way-there');
    case 'ECONNRESET':
    case 'EPIPE':
      return because('connection-closed');
    default:
      // What Node's HTTP parser refuses.
      if (code.startsWith('HPE_')) return because('no-http-spoken');
      return because('connection-fault', { fault: plainWords(code === '' ? message : code) });
  }
}

/** The origin of where a redirect leads; the rest of an address may hold secrets. */
function targetOf(location: string | undefined): string {
  try {
    return new URL(location ?? '').origin;
  } catch {
    return plainWords(location ?? '?').slice(0, 100);
  }
}

/** Seconds or a date, as HTTP allows both; null for anything else. */
function secondsOf(retryAfter: string | undefined): number | null {
  if (retryAfter === undefined) return null;
  const seconds = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - Date.now()) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;
}
