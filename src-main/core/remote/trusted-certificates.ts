import { readFile } from 'node:fs/promises';
import * as tls from 'node:tls';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { fileError } from '../file-error.ts';

/** A bundle of certificates takes less. */
const MOST_CA_BYTES = 1024 * 1024;

let usual: readonly string[] | null = null;

/** What Node trusts, what the system trusts, and `ca`. */
export function trustedCertificates(ca: string | null): string[] {
  usual ??= [...new Set([...tls.rootCertificates, ...systemCertificates()])];
  return ca === null ? [...usual] : [...usual, ca];
}

/** @throws SarviError `path-missing`, `path-unreadable`; `remote-untrusted` for a file without a certificate */
export async function readCertificates(path: string, host: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(error, path);
  });
  if (text.length > MOST_CA_BYTES || !/-----BEGIN (?:TRUSTED )?CERTIFICATE-----/.test(text)) {
    throw new SarviError('remote-untrusted', { host, reason: because('certificate-file', { path }) });
  }
  return text;
}

/** Older Nodes do not tell them, and a system may refuse. */
function systemCertificates(): string[] {
  try {
    return (tls as Partial<Pick<typeof tls, 'getCACertificates'>>).getCACertificates?.('system') ?? [];
  } catch {
    return [];
  }
}
