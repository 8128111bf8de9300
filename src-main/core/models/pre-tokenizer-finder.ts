import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { PreTokenizer } from '#contract/imports';
import { findPreTokenizer, type TokenizerPorts } from '../convert/find-pre-tokenizer.ts';

/** Answers a checkpoint's pre-tokenizer. @throws SarviError as `findPreTokenizer` */
export type FindPreTokenizer = (folder: string) => Promise<PreTokenizer | null>;

/** What the answer depends on. */
const FILES = ['config.json', 'tokenizer.model', 'tokenizer.json', 'tokenizer_config.json'];

/**
 * Finds each checkpoint's pre-tokenizer once and answers the same from then on, as long as its files stay as they are: a
 * folder is looked at before its import, and again when that begins.
 */
export function preTokenizerFinder(ports: TokenizerPorts): FindPreTokenizer {
  const found = new Map<string, { readonly files: string; readonly answer: Promise<PreTokenizer | null> }>();
  return async (folder) => {
    const path = resolve(folder);
    const files = await describeFiles(path);
    const known = found.get(path);
    if (known?.files === files) return known.answer;
    const answer = findPreTokenizer(ports, path);
    found.set(path, { files, answer });
    // The next one who asks has it tried again.
    answer.catch(() => found.delete(path));
    return answer;
  };
}

async function describeFiles(folder: string): Promise<string> {
  const facts = FILES.map(async (name) => {
    const file = await stat(join(folder, name)).catch(() => null);
    return file && [file.ino, file.size, file.mtimeMs];
  });
  return JSON.stringify(await Promise.all(facts));
}
