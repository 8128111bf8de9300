import { basename, join } from 'node:path';
import { SarviError } from '#contract/errors';
import type { OwnText, PerplexitySource } from '#contract/perplexities';
import { because } from '#contract/reasons';
import { fileError } from '../../file-error.ts';
import { openRegularFile } from '../../open-regular-file.ts';

export interface SourceText {
  readonly text: string;
  readonly own: OwnText | null;
  readonly name: string;
}

/** Fifty times wikitext's test set. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * A text as `llama-perplexity --file` reads it: one newline at the end goes, nothing is escaped.
 *
 * @throws SarviError `text-refused`, `path-missing`, `path-unreadable`, `checkpoint-changed`
 */
export async function readSource(source: PerplexitySource, resources: string): Promise<SourceText> {
  const own = source.kind === 'own' ? source.language : null;
  const path = source.kind === 'own' ? join(resources, 'texts', `${source.language}.txt`) : source.path;
  const bytes = await readBounded(path);
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return { text: text.endsWith('\n') ? text.slice(0, -1) : text, own, name: basename(path) };
}

async function readBounded(path: string): Promise<Buffer> {
  try {
    const file = await openRegularFile(path);
    try {
      const { size } = await file.stat();
      if (size > MOST_BYTES) {
        throw new SarviError('text-refused', { reason: because('larger-than', { bytes: MOST_BYTES }) });
      }
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, path);
  }
}
