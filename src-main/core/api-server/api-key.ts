/** The key of the local API: shown once, kept as a digest in `api-key.json`. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { writeFileWhole } from '../write-file-whole.ts';

const KEY_BYTES = 32;
const Content = v.object({ sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) });

export class ApiKey {
  readonly #path: string;
  #digest: Buffer | null = null;

  constructor(dataFolder: string) {
    this.#path = join(dataFolder, 'api-key.json');
  }

  get exists(): boolean {
    return this.#digest !== null;
  }

  /** A missing or damaged file counts as no key. */
  async load(): Promise<void> {
    try {
      const parsed = v.safeParse(Content, JSON.parse(await readFile(this.#path, 'utf8')));
      this.#digest = parsed.success ? Buffer.from(parsed.output.sha256, 'hex') : null;
    } catch {
      this.#digest = null;
    }
  }

  /** @returns the new key, which is kept nowhere. @throws SarviError those of `writeFileWhole` */
  async renew(): Promise<string> {
    const key = `sarvi-${randomBytes(KEY_BYTES).toString('base64url')}`;
    const digest = digestOf(key);
    await writeFileWhole(this.#path, `${JSON.stringify({ sha256: digest.toString('hex') })}\n`);
    this.#digest = digest;
    return key;
  }

  async remove(): Promise<void> {
    this.#digest = null;
    await rm(this.#path, { force: true });
  }

  /** Takes the same time for every wrong key: digests of one length are compared. */
  matches(given: string): boolean {
    return this.#digest !== null && timingSafeEqual(digestOf(given), this.#digest);
  }
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key, 'utf8').digest();
}
