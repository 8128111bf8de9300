/** What a tokenizer.json from anywhere may hold: read as it is, or refused by name; nothing hangs and nothing aborts. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '#contract/errors';
import { readCheckpoint } from '../../../../src-main/core/checkpoint/read-checkpoint.ts';
import { SarviError } from '#contract/errors';
import { readPreTokenizer } from '../../../../src-main/tokenizer-process/read-pre-tokenizer.ts';
import { checkpointFiles, SMALL_SHAPE, writeCheckpoint } from '../../../builders/checkpoint.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { SMALL_VOCABULARY } from '../../../builders/tokenizer-files.ts';

type Fields = Record<string, unknown>;

/** Of reading the checkpoint, and of running its tokenizer. */
async function outcomes(change: (tokenizer: Fields, config: Fields) => void): Promise<string[]> {
  const folder = await temporaryFolder();
  const files = checkpointFiles({
    ...SMALL_SHAPE,
    layers: 1,
    width: 64,
    feedForwardWidth: 64,
    heads: 2,
    keyValueHeads: 1,
  });
  change(files.tokenizer, files.tokenizerConfig);
  await writeCheckpoint(folder, files);
  const outcome = (reading: Promise<unknown>): Promise<string> =>
    reading.then(
      () => 'read',
      (error: unknown) => {
        if (!(error instanceof SarviError) || error.code === 'internal') throw error;
        return error.code satisfies ErrorCode;
      },
    );
  return [await outcome(readCheckpoint(folder)), await outcome(readPreTokenizer(folder))];
}

const added = (tokenizer: Fields): Fields[] => tokenizer['added_tokens'] as Fields[];
const model = (tokenizer: Fields): Fields => tokenizer['model'] as Fields;
const withTemplate = (id: string) => (tokenizer: Fields) => {
  const part = { SpecialToken: { id, type_id: 0 } };
  const single = [part, { Sequence: { id: 'A', type_id: 0 } }];
  const special_tokens = { [id]: { id, ids: [0], tokens: [id] } };
  tokenizer['post_processor'] = { type: 'TemplateProcessing', single, pair: single, special_tokens };
};
const MALFORMED = 'checkpoint-malformed-tokenizer';

describe('special tokens', () => {
  test('that have each other’s texts are read', async () => {
    const swapped = await outcomes((tokenizer) => {
      const [first = {}, second = {}] = added(tokenizer);
      [first['content'], second['content']] = [second['content'], first['content']];
    });
    expect(swapped).toEqual(['read', 'read']);
  });

  test('that stand around texts and are missing are refused', async () => {
    expect(await outcomes(withTemplate('<missing>'))).toEqual(['read', MALFORMED]);
  });

  test('that lie beyond the embedding are left out', async () => {
    const beyond = await outcomes((tokenizer) => {
      for (const [index, token] of added(tokenizer).entries()) token['id'] = SMALL_VOCABULARY * 10 + index;
    });
    expect(beyond).toEqual(['read', 'read']);
  });

  test('of one text, or of the text of another token, are refused', async () => {
    const same = await outcomes((tokenizer) => {
      for (const token of added(tokenizer)) token['content'] = 'same';
    });
    expect(same[0]).toBe(MALFORMED);
    const taken = await outcomes((tokenizer) => {
      const [first = {}] = added(tokenizer);
      first['content'] = 'an';
    });
    expect(taken[0]).toBe(MALFORMED);
  });
});

test('an id beyond the embedding is refused', async () => {
  const beyond = await outcomes((tokenizer) => {
    model(tokenizer)['vocab'] = { ...(model(tokenizer)['vocab'] as Fields), far: 2 ** 31 };
  });
  expect(beyond[0]).toBe(MALFORMED);
});

test.each<[what: string, change: (tokenizer: Fields, config: Fields) => void]>([
  ['no alphabet', (tokenizer) => (model(tokenizer)['vocab'] = { a: 0 })],
  ['no merges', (tokenizer) => (model(tokenizer)['merges'] = [])],
  ['merges of tokens that are not there', (tokenizer) => (model(tokenizer)['merges'] = ['q q', 'x y'])],
  ['steps within steps', (tokenizer) => (tokenizer['pre_tokenizer'] = nested(60))],
  ['a pattern that matches nothing', (tokenizer) => (tokenizer['pre_tokenizer'] = split('(?!)'))],
  ['a pattern that matches everywhere', (tokenizer) => (tokenizer['pre_tokenizer'] = split('|'))],
  ['a step of another kind', (tokenizer) => (tokenizer['pre_tokenizer'] = { type: 'Nothing' })],
  ['steps that are a text', (tokenizer) => (tokenizer['pre_tokenizer'] = 'Split')],
  ['a post-processor of a list', (tokenizer) => (tokenizer['post_processor'] = [1])],
  ['a normalizer without end', (tokenizer) => (tokenizer['normalizer'] = { type: 'Sequence', normalizers: 'x' })],
  ['a BOS that is an object', (_, config) => (config['bos_token'] = { content: { content: 'x' } })],
  ['no decoder', (tokenizer) => delete tokenizer['decoder']],
])('%s is read or refused', async (_, change) => {
  for (const outcome of await outcomes(change)) expect(outcome).toMatch(/^(?:read|checkpoint-|tokenizer-check-failed)/);
});

test('a tokenizer.json that is empty, a list or no JSON is refused', async () => {
  for (const text of ['', '[]', 'null', '{"model":', '\ufeff{}']) {
    const folder = await temporaryFolder();
    await writeCheckpoint(folder, checkpointFiles());
    await writeFile(join(folder, 'tokenizer.json'), text);
    const reading = readPreTokenizer(folder);
    if (text === '\ufeff{}') expect(await reading).toBeNull();
    else await expect(reading).rejects.toMatchObject({ code: MALFORMED });
  }
});

function split(Regex: string): Fields {
  return { type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false };
}

function nested(depth: number): Fields {
  return depth === 0 ? split('x') : { type: 'Sequence', pretokenizers: [nested(depth - 1)] };
}
