import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { Backend } from '#contract/backends';
import { BACKENDS } from '#contract/backends';
import type { Log } from '../../ports.ts';
import { writeFileWhole } from '../../write-file-whole.ts';
import { Finding } from './probe-backend.ts';

const Kept = v.object({
  engineVersion: v.string(),
  findings: v.record(v.picklist(BACKENDS), v.object({ foundAt: v.number(), finding: Finding })),
});
type Kept = v.InferOutput<typeof Kept>;

/** A missing card or driver is looked for again after this time. A crash is only probed again by the user. */
const UNAVAILABLE_FOR_MS = 7 * 24 * 3_600_000;

/**
 * Results of the probes on disk, so that a broken driver does not crash every start. They count for one version of the
 * engine on one kind of machine.
 */
export class FindingsFile {
  readonly #path: string;
  readonly #engineVersion: () => string;
  readonly #now: () => number;
  readonly #log: Log;
  #kept: Kept | null = null;

  constructor(parts: { path: string; engineVersion: () => string; now: () => number; log: Log }) {
    this.#path = parts.path;
    this.#engineVersion = parts.engineVersion;
    this.#now = parts.now;
    this.#log = parts.log;
  }

  async get(backend: Backend): Promise<Finding | null> {
    const entry = (await this.#load()).findings[backend];
    if (!entry) return null;
    const age = this.#now() - entry.foundAt;
    if (entry.finding.state === 'unavailable' && (age > UNAVAILABLE_FOR_MS || age < 0)) return null;
    return entry.finding;
  }

  /** A failure to write is logged; the result then counts until the app ends. */
  async put(backend: Backend, finding: Finding): Promise<void> {
    const kept = await this.#load();
    kept.findings[backend] = { foundAt: this.#now(), finding };
    try {
      await writeFileWhole(this.#path, `${JSON.stringify(kept, null, 2)}\n`);
    } catch (error) {
      this.#log.warn('what was found out about a backend could not be kept', { reason: String(error) });
    }
  }

  async #load(): Promise<Kept> {
    const engineVersion = this.#engineVersion();
    if (this.#kept?.engineVersion === engineVersion) return this.#kept;
    const text = await readFile(this.#path, 'utf8').catch(() => null);
    const parsed = text === null ? null : v.safeParse(Kept, parseJson(text));
    const valid = parsed?.success === true && parsed.output.engineVersion === engineVersion;
    // Another call may have been faster.
    if (this.#kept?.engineVersion !== engineVersion) {
      this.#kept = valid ? parsed.output : { engineVersion, findings: {} };
    }
    return this.#kept;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
