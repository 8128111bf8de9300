import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ErrorReport } from '#contract/errors';
import { SarviError } from '#contract/errors';
import type { ModelConfig } from '../../../../src-main/core/checkpoint/model-config.ts';
import { readTokenizer, type Tokenizer } from '../../../../src-main/core/checkpoint/read-tokenizer.ts';
import { byteFallbackTokenizer } from '../../../builders/byte-fallback-files.ts';
import {
  BYTE_PIECES,
  bytesField,
  numberField,
  sentencePieceFile,
  SMALL_PIECES,
  varint,
  type PieceToWrite,
  type SentencePieceToWrite,
} from '../../../builders/sentencepiece.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const SIZE = SMALL_PIECES.length;

async function read(
  model: Buffer | Partial<SentencePieceToWrite>,
  files: Readonly<Record<string, unknown>> = {},
  size = SIZE,
): Promise<Tokenizer> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'tokenizer.model'), Buffer.isBuffer(model) ? model : sentencePieceFile(model));
  for (const [name, value] of Object.entries(files)) await writeFile(join(folder, name), JSON.stringify(value));
  const config = { vocabularySize: size, specialTokenIds: new Map([['bos', 1]]) } as unknown as ModelConfig;
  try {
    return await readTokenizer(folder, config);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function refusal(...given: Parameters<typeof read>): Promise<Pick<ErrorReport, 'code' | 'details'>> {
  const error = await read(...given).then(
    () => new Error('it was read'),
    (failure: unknown) => failure,
  );
  if (!(error instanceof SarviError)) throw error;
  const { code, details } = error.toReport();
  return { code, details };
}

async function reasonOf(...given: Parameters<typeof read>): Promise<unknown> {
  const { code, details } = await refusal(...given);
  expect(code).toBe('checkpoint-malformed-tokenizer');
  return details['reason'];
}

const withPieces = (...more: PieceToWrite[]): Partial<SentencePieceToWrite> => ({ pieces: [...SMALL_PIECES, ...more] });

test('reads the pieces with scores and kinds, and pads the vocabulary as the converter does', async () => {
  const tokenizer = await read(
    withPieces({ text: '[INST]', kind: 4 }, { text: 'old', kind: 5, score: -9 }),
    {},
    SIZE + 4,
  );
  const { model, pre, tokens, kinds, scores, merges, notes, special } = tokenizer;
  expect({ model, pre, merges, notes, ids: [...special.ids] }).toEqual({
    model: 'llama',
    pre: 'default',
    merges: [],
    notes: [],
    ids: [['bos', 1]],
  });
  const rows = (...ids: number[]): unknown => ids.map((id) => [tokens[id], kinds[id], scores?.[id]]);
  expect(rows(0, 1, 3, 258, 259, 260, SIZE, SIZE + 1, SIZE + 2, SIZE + 3)).toEqual([
    ['<unk>', 2, 0],
    ['<s>', 3, 0],
    ['<0x00>', 6, 0],
    ['<0xFF>', 6, 0],
    ['in', 1, 0],
    ['an', 1, -1],
    ['[INST]', 1, 0],
    ['old', 5, -9],
    [`[PAD${SIZE + 2}]`, 5, -10_000],
    [`[PAD${SIZE + 3}]`, 5, -10_000],
  ]);
});

test('added tokens come in the order of the converter, and may change what came before', async () => {
  const { tokens, kinds, scores } = await read(
    {},
    {
      'added_tokens.json': { '<|im_start|>': SIZE, '<|im_end|>': SIZE + 1, beyond: SIZE + 50 },
      'tokenizer_config.json': {
        added_tokens_decoder: {
          0: { content: '<unk>', special: true },
          [SIZE]: { content: '<|im_start|>', special: false },
          [SIZE + 2]: { content: '▁gap▁', special: false },
          [SIZE + 3]: { content: '▁kept', special: true },
          [SIZE + 60]: { content: 'beyond', special: true },
        },
      },
    },
    SIZE + 4,
  );
  const row = (id: number): unknown => [tokens[id], kinds[id], scores?.[id]];
  expect([0, SIZE, SIZE + 1, SIZE + 2, SIZE + 3].map(row)).toEqual([
    ['<unk>', 3, -1000],
    ['<|im_start|>', 3, -1000],
    ['<|im_end|>', 4, -1000],
    [' gap ', 4, -1000],
    ['▁kept', 3, -1000],
  ]);
});

test('the ends of a text are those of tokenizer.json where there is one, else of config.json', async () => {
  const files = {
    'tokenizer.json': { added_tokens: [{ id: 2, content: '</s>', special: true }] },
    'tokenizer_config.json': { eos_token: { content: '</s>' }, add_bos_token: true, add_prefix_space: false },
  };
  const { special, addSpacePrefix } = await read({}, files);
  expect([[...special.ids], [...special.adds], addSpacePrefix]).toEqual([
    [
      ['eos', 2],
      ['bos', 1],
    ],
    [['bos', true]],
    false,
  ]);
});

test('what llama.cpp leaves out is said', async () => {
  const { notes } = await read({ normalizer: 'nmt_nfkc', charsmapBytes: 9, trimsBlanks: true });
  expect(notes).toEqual(['normalizer-left-out {"name":"nmt_nfkc"}', 'blanks-not-trimmed']);
});

test.each([
  ['unigram', { algorithm: 1 }, 'SentencePiece unigram'],
  ['what says nothing, which is unigram', { algorithm: undefined }, 'SentencePiece unigram'],
  ['words', { algorithm: 3 }, 'SentencePiece word'],
  ['BPE without bytes', { byteFallback: false }, 'SentencePiece BPE without byte_fallback'],
  ['blanks behind words', { blanksBehindWords: true }, 'SentencePiece BPE with treat_whitespace_as_suffix'],
  ['blanks as they are', { escapesBlanks: false }, 'SentencePiece BPE without escape_whitespaces'],
] as const)('%s is refused by name', async (_, change, found) => {
  expect(await refusal(change as Partial<SentencePieceToWrite>)).toEqual({
    code: 'checkpoint-unsupported-tokenizer',
    details: { found },
  });
});

const sound = sentencePieceFile();
const [, ...known] = SMALL_PIECES;
const word: PieceToWrite = { text: 'uusi' };

test.each<[string, Buffer | Partial<SentencePieceToWrite>, string, Record<string, unknown>?]>([
  ['an empty file', Buffer.alloc(0), 'no-sentencepiece-model'],
  ['text', Buffer.from('<!DOCTYPE html><html></html>'), 'no-sentencepiece-model'],
  ['a file that is cut off', sound.subarray(0, sound.length - 1), 'no-sentencepiece-model'],
  ['a file that is cut off in its pieces', sound.subarray(0, 777), 'no-sentencepiece-model'],
  ['a length of 2^31', Buffer.concat([varint(10), varint(2 ** 31)]), 'no-sentencepiece-model'],
  ['a number without an end', Buffer.alloc(20, 0xff), 'no-sentencepiece-model'],
  ['a field of number 0', Buffer.concat([sound, numberField(0, 1)]), 'no-sentencepiece-model'],
  ['a group', Buffer.concat([sound, varint(9 * 8 + 3)]), 'no-sentencepiece-model'],
  ['a score that is no float', Buffer.concat([bytesField(1, numberField(2, 1)), sound]), 'no-sentencepiece-model'],
  [
    'a million pieces more',
    Buffer.concat([sound, Buffer.alloc(2e6, Buffer.from([10, 0]))]),
    'too-many-pieces {"size":',
  ],
  ['ids beyond the embedding', withPieces(word), 'too-many-pieces {"size":'],
  ['a piece of 10 MB', { pieces: [{ text: 'a'.repeat(10e6) }] }, 'piece-too-long {"tokenId":0,"bytes":10000000,'],
  ['a piece without text', { pieces: [{ text: '' }] }, 'piece-empty {"tokenId":0}'],
  ['a piece of broken UTF-8', { pieces: [{ text: Buffer.of(0xc3) }] }, 'piece-not-utf8 {"tokenId":0}'],
  ['the score NaN', { pieces: [{ text: 'a', score: NaN }] }, 'piece-score-is {"tokenId":0,"score":"NaN"}'],
  [
    'an infinite score',
    { pieces: [{ text: 'a', score: -Infinity }] },
    'piece-score-is {"tokenId":0,"score":"-Infinity"}',
  ],
  ['an unknown kind', { pieces: [{ text: 'a', kind: 7 }] }, 'piece-kind-is {"tokenId":0,"kind":7}'],
  ['no unknown piece', { pieces: known }, 'unknown-pieces {"found":0}'],
  [
    'two unknown pieces',
    { pieces: [{ text: '?', kind: 2 }, ...known.slice(1), { text: '!', kind: 2 }] },
    'unknown-pieces {"found":2}',
  ],
  [
    'a piece twice',
    { pieces: [...SMALL_PIECES.slice(0, -1), { text: 'an' }] },
    'tokens-share-text {"token":"\\"an\\"","first":260,',
  ],
  ['two pieces that end at a NUL', { pieces: [...SMALL_PIECES.slice(0, -1), { text: 'an\0x' }] }, 'tokens-share-text'],
  [
    'a byte too few',
    { pieces: [...SMALL_PIECES.slice(0, 3), ...BYTE_PIECES.slice(1)] },
    'byte-token-missing {"token":"<0x00>"}',
  ],
  ['a byte that is none', { pieces: [...SMALL_PIECES.slice(0, -1), { text: 'x', kind: 6 }] }, 'byte-token-is'],
  ['an added token twice', {}, 'tokens-share-text {"token":"\\"an\\""', { 'added_tokens.json': { an: 270 } }],
  ['an added token of another kind', {}, 'token-id-is', { 'added_tokens.json': { an: 'x' } }],
  [
    'an added token without text',
    {},
    'added-token-incomplete',
    { 'tokenizer_config.json': { added_tokens_decoder: { 1: {} } } },
  ],
])('%s is a named error', async (_, model, reason, files = {}) => {
  expect(await reasonOf(model, files)).toContain(reason);
});

test('a list of tiktoken under the same name is passed over', async () => {
  const error = await refusal(Buffer.from('IQ== 0\nIg== 1\n'));
  expect(error.code).toBe('checkpoint-missing-tokenizer');
});

test('tokenizer.json with byte fallback has scores in the order of its merges, and is said to', async () => {
  const folder = await temporaryFolder();
  const json = byteFallbackTokenizer();
  const added = json['added_tokens'] as unknown[];
  added.push(
    { id: 263, content: '▁k', special: false, normalized: true },
    { id: SIZE, content: '<|im_start|>', special: true },
    { id: SIZE + 1, content: '▁two', special: false },
    { id: SIZE + 9, content: 'beyond', special: true },
  );
  (json['normalizer'] as { normalizers: unknown[] }).normalizers.unshift({ type: 'NFKC' });
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(json));
  const config = { vocabularySize: SIZE + 3, specialTokenIds: new Map() } as unknown as ModelConfig;
  const { model, tokens, kinds, scores, merges, notes, special } = await readTokenizer(folder, config);
  const rows = [0, 3, 259, 260, 262, 263, SIZE, SIZE + 1, SIZE + 2].map((id) => [tokens[id], kinds[id], scores?.[id]]);
  expect({ model, merges, notes, adds: [...special.adds] }).toEqual({
    model: 'llama',
    merges: [],
    notes: ['scores-by-rank', 'normalizer-left-out {"name":"NFKC"}'],
    adds: [
      ['bos', true],
      ['sep', false],
    ],
  });
  expect(rows).toEqual([
    ['<unk>', 3, -1000],
    ['<0x00>', 6, -4],
    ['in', 1, 0],
    ['an', 1, -1],
    ['▁ku', 1, -3],
    [' k', 4, -1000],
    ['<|im_start|>', 3, -1000],
    [' two', 4, -1000],
    [`[PAD${SIZE + 2}]`, 5, -4],
  ]);
});
