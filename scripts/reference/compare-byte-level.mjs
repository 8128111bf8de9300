/**
 * Byte-level BPE against Hugging Face tokenizers: small vocabularies with the steps of each kind that Sarvi takes by
 * structure, and the real vocabularies that llama.cpp keeps for its own tests. These come out of the bundle in
 * node-llama-cpp, which git unpacks, and stay out of this repository.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from '../setup.mjs';

const { BYTE_LEVEL_STEPS } = await import('../../tests/builders/byte-level-steps.ts');
const { BYTE_LEVEL_SPECIAL, byteLevelTokenizer } = await import('../../tests/builders/byte-level-tokenizer.ts');
const { convertedWith, engineTokens } = await import('../../tests/builders/engine-tokens.ts');
const { TOKENIZER_TEXTS } = await import('../../tests/builders/tokenizer-texts.ts');
const { readGguf } = await import('../../src-main/core/gguf/read-gguf.ts');
const { metadataText } = await import('../../src-main/core/gguf/metadata.ts');

const SIZE = 700;
/** Real vocabularies, and whose steps their `tokenizer.json` has. */
const REAL = { 'llama-bpe': 'llama-bpe', 'gpt-2': 'gpt-2', starcoder: 'smollm', refact: 'smollm', mpt: 'gpt-2' };
const CONTROL = 3;
const USER_DEFINED = 4;

/** Answers the vocabularies that were trained, as a fixture for `npm test`. */
export async function compareByteLevel(python, corpus, { engine, folder }) {
  const small = Object.fromEntries(Object.keys(BYTE_LEVEL_STEPS).map((kind) => [kind, byteLevelTokenizer(kind)]));
  const real = await realTokenizers(folder);
  const { version, answers } = ask(python, corpus, { ...small, ...real });
  say(`tokenizers ${version}; Sarvi's engine has the same tokens for`);
  for (const [name, { file, ids }] of Object.entries(answers)) {
    const { model, added_tokens: added } = JSON.parse(file);
    const all = [...Object.values(model.vocab), ...added.map(({ id }) => id)];
    const path = await convertedWith(folder, name, {
      vocabulary: all.reduce((most, id) => Math.max(most, id), 0) + 1,
      files: { 'tokenizer.json': file },
      chatTemplate: '{{ messages[0].content }}',
      tokenizerConfig: {
        tokenizer_class: 'PreTrainedTokenizerFast',
        bos_token: BYTE_LEVEL_SPECIAL[0],
        eos_token: BYTE_LEVEL_SPECIAL[1],
      },
      config: { bos_token_id: 0, eos_token_id: 1 },
    });
    const { metadata } = await readGguf(path);
    const found = await engineTokens(engine, path, TOKENIZER_TEXTS);
    const different = TOKENIZER_TEXTS.filter((_, index) => found[index].join() !== ids[index].join());
    say(
      `  ${found.length - different.length} of ${found.length} texts: ${name}, as ${metadataText(metadata, 'tokenizer.ggml.pre')}`,
    );
    for (const text of different.slice(0, 3)) say(`    not for ${JSON.stringify(text.slice(0, 60))}`);
  }
  const trained = Object.keys(small).map((kind) => [
    kind,
    { file: answers[kind].file, ids: answers[kind].ids.map(hashOfIds) },
  ]);
  return { version, kinds: Object.fromEntries(trained) };
}

function hashOfIds(ids) {
  return createHash('sha256').update(ids.join()).digest('hex').slice(0, 12);
}

function ask(python, corpus, tokenizers) {
  const given = { corpus, texts: TOKENIZER_TEXTS, size: SIZE, special: BYTE_LEVEL_SPECIAL, tokenizers };
  const { status, stdout, stderr, error } = spawnSync(
    python,
    [join(root, 'scripts/reference/encode-with-tokenizers.py')],
    { input: JSON.stringify(given), maxBuffer: 2 ** 30 },
  );
  if (status !== 0) throw new Error(`${python} with tokenizers is needed (pip install tokenizers): ${error ?? stderr}`);
  return JSON.parse(stdout);
}

/** `tokenizer.json` of real models by name; empty where git cannot unpack them. */
async function realTokenizers(folder) {
  const found = {};
  const bundle = join(root, 'node_modules/node-llama-cpp/llama/gitRelease.bundle');
  const clone = join(folder, 'llama.cpp');
  spawnSync('git', ['clone', '--quiet', '--no-checkout', bundle, clone]);
  for (const [name, kind] of Object.entries(REAL)) {
    const path = `models/ggml-vocab-${name}.gguf`;
    if (spawnSync('git', ['checkout', '--quiet', 'HEAD', '--', path], { cwd: clone }).status !== 0) {
      say(`the vocabulary of ${name} is left out: git cannot unpack it`);
      continue;
    }
    // A file without tensors ends at its last text, and not at the end of a block as others do.
    appendFileSync(join(clone, path), Buffer.alloc(32));
    const { metadata } = await readGguf(join(clone, path));
    const list = (key) => metadata.get(`tokenizer.ggml.${key}`)?.value ?? [];
    const kinds = list('token_type');
    const vocab = {};
    const added = [];
    for (const [id, content] of list('tokens').entries()) {
      vocab[content] = id;
      if (kinds[id] === CONTROL || kinds[id] === USER_DEFINED) {
        const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false };
        added.push({ id, content, ...flags, special: kinds[id] === CONTROL });
      }
    }
    found[`${name}, real`] = byteLevelTokenizer(kind, vocab, list('merges'), added);
  }
  return found;
}
