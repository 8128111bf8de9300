import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { PerplexityResult } from '#contract/perplexities';
import type { JobId, ModelId } from '#contract/primitives';
import { fileError } from '../../file-error.ts';
import { writeFileWhole } from '../../write-file-whole.ts';

/** A result as it is kept: with its samples, so that another one on the same text can be compared with it in pairs. */
const KeptResult = v.object({
  ...PerplexityResult.entries,
  /** Float32 in Base64. */
  samples: v.string(),
});
type KeptResult = v.InferOutput<typeof KeptResult>;

const VERSION = 1;
const KeptFile = v.object({ version: v.literal(VERSION), results: v.array(v.unknown()) });
/** Of one model; the oldest go. */
const MOST_RESULTS = 20;

/** Measured perplexities: one file for each model of the library, in `perplexity/`. */
export class PerplexityStore {
  readonly #folder: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'perplexity');
  }

  /** Newest first. */
  async list(): Promise<PerplexityResult[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const files = await Promise.all(
      names.filter((name) => name.endsWith('.json')).map((name) => readKept(join(this.#folder, name))),
    );
    const results = files.flat().map(({ samples: _samples, ...result }) => result);
    return results.sort((a, b) => b.measuredAt - a.measuredAt);
  }

  /** A result with its samples; null when it is not kept. */
  async find(modelId: ModelId, resultId: JobId): Promise<{ result: PerplexityResult; samples: Float32Array } | null> {
    const kept = (await readKept(join(this.#folder, `${modelId}.json`))).find(({ id }) => id === resultId);
    if (!kept) return null;
    const { samples, ...result } = kept;
    const bytes = Buffer.from(samples, 'base64');
    // A copy, because a Float32Array has to begin at a multiple of four.
    const aligned = new Uint8Array(bytes.subarray(0, bytes.length - (bytes.length % 4)));
    return { result, samples: new Float32Array(aligned.buffer) };
  }

  /** In the place of one that was measured in the same way. @throws SarviError `write-failed`, `disk-full` */
  async add(result: PerplexityResult, samples: Float32Array): Promise<void> {
    const encoded = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64');
    await this.#change(result.modelId, (kept) =>
      [{ ...result, samples: encoded }, ...kept.filter((one) => wayOf(one) !== wayOf(result))].slice(0, MOST_RESULTS),
    );
  }

  /** @throws SarviError `write-failed`, `disk-full` */
  async forget(modelId: ModelId, resultId: JobId): Promise<void> {
    await this.#change(modelId, (kept) => kept.filter(({ id }) => id !== resultId));
  }

  /** @throws SarviError `write-failed` */
  async forgetModel(modelId: ModelId): Promise<void> {
    await this.#change(modelId, () => []);
  }

  #change(modelId: ModelId, change: (kept: readonly KeptResult[]) => readonly KeptResult[]): Promise<void> {
    const path = join(this.#folder, `${modelId}.json`);
    const changed = this.#last.then(async () => {
      const results = change(await readKept(path));
      try {
        if (results.length === 0) return await rm(path, { force: true });
        await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      } catch (error) {
        throw fileError(error, path);
      }
      await writeFileWhole(path, `${JSON.stringify({ version: VERSION, results })}\n`);
    });
    this.#last = changed.catch(() => undefined);
    return changed;
  }
}

/** What cannot be read counts as not there. */
async function readKept(path: string): Promise<KeptResult[]> {
  try {
    const parsed = v.safeParse(KeptFile, JSON.parse(await readFile(path, 'utf8')));
    if (!parsed.success) return [];
    return parsed.output.results.flatMap((one) => {
      const result = v.safeParse(KeptResult, one);
      return result.success ? [result.output] : [];
    });
  } catch {
    return [];
  }
}

function wayOf({ text, contextTokens, base }: PerplexityResult): string {
  return JSON.stringify([text.tokensDigest, contextTokens, base?.modelId, base?.name]);
}
