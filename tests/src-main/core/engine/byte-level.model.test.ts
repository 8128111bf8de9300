/** The ids of byte-level BPE against those of Hugging Face tokenizers (`npm run reference:tokenizers`). */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../../../src-main/core/engine/engine.ts';
import { metadataText } from '../../../../src-main/core/gguf/metadata.ts';
import { readGguf } from '../../../../src-main/core/gguf/read-gguf.ts';
import { BYTE_LEVEL_STEPS } from '../../../builders/byte-level-steps.ts';
import { BYTE_LEVEL_SPECIAL } from '../../../builders/byte-level-tokenizer.ts';
import { openEngine } from '../../../builders/engine.ts';
import { convertedWith, engineTokens } from '../../../builders/engine-tokens.ts';
import { TOKENIZER_TEXTS } from '../../../builders/tokenizer-texts.ts';

interface Reference {
  /** By the name that llama.cpp has for the steps: `tokenizer.json`, and a hash of the ids of each text. */
  readonly kinds: Readonly<Record<string, { readonly file: string; readonly ids: readonly string[] }>>;
}

let engine: Engine;
let folder: string;
let reference: Reference;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sarvi-test-'));
  engine = openEngine().engine;
  const path = new URL('../../../builders/byte-level-reference.json', import.meta.url);
  reference = JSON.parse(await readFile(path, 'utf8')) as Reference;
});
afterAll(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true });
});

test.each(Object.keys(BYTE_LEVEL_STEPS))(
  'a vocabulary with the steps of %s gives the ids of its tokenizer',
  async (kind) => {
    const { file, ids } = reference.kinds[kind] ?? { file: '', ids: [] };
    const { model } = JSON.parse(file) as { model: { vocab: Record<string, number> } };
    const [bos, eos] = BYTE_LEVEL_SPECIAL;
    const path = await convertedWith(folder, kind, {
      vocabulary: Object.keys(model.vocab).length,
      files: { 'tokenizer.json': file },
      chatTemplate: '{{ messages[0].content }}',
      tokenizerConfig: { tokenizer_class: 'PreTrainedTokenizerFast', bos_token: bos, eos_token: eos },
      config: { bos_token_id: 0, eos_token_id: 1 },
    });
    expect(metadataText((await readGguf(path)).metadata, 'tokenizer.ggml.pre')).toBe(kind);
    const found = await engineTokens(engine, path, TOKENIZER_TEXTS);
    const different = TOKENIZER_TEXTS.filter((_, index) => hashOf(found[index] ?? []) !== ids[index]);
    expect(different).toEqual([]);
  },
);

function hashOf(ids: readonly number[]): string {
  return createHash('sha256').update(ids.join()).digest('hex').slice(0, 12);
}
