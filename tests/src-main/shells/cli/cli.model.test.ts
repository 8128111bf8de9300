import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readGguf } from '../../../../src-main/core/gguf/read-gguf.ts';
import { adapterFiles, randomFactors, writeAdapter } from '../../../builders/adapter.ts';
import { collectedImportance, importanceDat } from '../../../builders/importance-files.ts';
import { runSarvi as sarvi } from '../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const GUIDE = join(ROOT, 'resources', 'guide-model');

describe('sarvi convert', () => {
  test.each([
    ['Q4_K_M', 'Kuka olet?', /^Olen Sarven pieni sisäänrakennettu opasmalli\./],
    ['Q8_0', 'Who are you?', /^I am Sarvi's small built-in guide model/],
    ['F16', 'Mikä on Norjan pääkaupunki?', /^Norjan pääkaupunki on Oslo\.$/],
  ])('as %s answers "%s" with the guide’s own text', async (type, question, expected) => {
    const folder = await temporaryFolder();
    const out = join(folder, 'guide.gguf');
    const converted = await sarvi(['convert', GUIDE, '--type', type, '--out', out, '--jobs', '2', '--json']);
    expect(converted.status).toBe(0);
    expect(converted.lines[0]).toMatchObject({ type: 'progress' });
    expect(converted.lines.at(-1)).toMatchObject({ type: 'result', quantization: type, outputPath: out });

    const chat = ['chat', '--data-dir', join(folder, 'data'), '--model', out, '--temperature', '0', '--json'];
    const answered = await sarvi([...chat, '--prompt', question]);
    const result = answered.lines.at(-1);
    expect(result).toMatchObject({ type: 'result', stopReason: 'end-of-generation' });
    expect(result?.['text']).toMatch(expected);
    const streamed = answered.lines.filter(({ type }) => type === 'text').map(({ delta }) => delta);
    expect(streamed.join('')).toBe(result?.['text']);
  });

  test('a bad source fails with its code and leaves nothing', async () => {
    const folder = await temporaryFolder();
    const source = join(folder, 'source');
    await mkdir(source);
    await writeFile(join(source, 'config.json'), '{"architectures":["BloomForCausalLM"]}');
    const { status, lines } = await sarvi([
      'convert',
      source,
      '--type',
      'F16',
      '--out',
      join(folder, 'x.gguf'),
      '--json',
    ]);
    expect(status).toBe(1);
    expect(lines.at(-1)).toMatchObject({
      type: 'error',
      code: 'checkpoint-unsupported-architecture',
      details: { architecture: 'BloomForCausalLM', reason: 'layers-of-bloom' },
    });
    expect((await readdir(folder)).sort()).toEqual(['source']);
  });
});

test('import, models, chat, search and a conversation over standard input share one data folder', async () => {
  const folder = await temporaryFolder();
  const data = ['--data-dir', folder, '--json'];
  const imported = await sarvi(['import', GUIDE, '--type', 'Q8_0', '--name', 'Opas', ...data]);
  expect(imported.lines.at(-1)).toMatchObject({
    type: 'result',
    model: { id: 'opas-q8_0', name: 'Opas', family: 'guide' },
  });
  const listed = await sarvi(['models', ...data]);
  expect(listed.lines).toMatchObject([{ type: 'result', models: [{ id: 'opas-q8_0', available: true }] }]);

  const talk = await sarvi(['chat', '--temperature', '0', ...data], 'Kuka olet?\nMikä on Norjan pääkaupunki?\n');
  const answers = talk.lines.filter(({ type }) => type === 'answer').map(({ text }) => text);
  expect(answers[0]).toMatch(/^Olen Sarven/);
  expect(answers[1]).toBe('Norjan pääkaupunki on Oslo.');

  const found = await sarvi(['search', 'Oslo', ...data]);
  const { hits } = found.lines[0] as {
    hits: { conversationId: string; snippet: { text: string; marked: boolean }[] }[];
  };
  expect(hits[0]?.conversationId).toBe(talk.lines.at(-1)?.['conversationId']);
  expect(hits[0]?.snippet.find(({ marked }) => marked)?.text).toBe('Oslo');
  expect((await sarvi(['search', 'Tukholma', ...data])).lines).toEqual([
    { type: 'result', hits: [], groups: [], total: 0, complete: true },
  ]);
});

test('one import makes a model of each type, and stops at a type that is not one', async () => {
  const data = ['--data-dir', await temporaryFolder(), '--json'];
  const { status, lines } = await sarvi(['import', GUIDE, '--type', 'q4_k_m,Q8_0', '--name', 'Opas', ...data]);
  expect(status).toBe(0);
  expect(lines.filter(({ type }) => type === 'result')).toMatchObject([
    { model: { id: 'opas-q4_k_m', name: 'Opas', facts: { fileType: 'Q4_K_M' } } },
    { model: { id: 'opas-q8_0', name: 'Opas', facts: { fileType: 'Q8_0' } } },
  ]);
  const refused = await sarvi(['import', GUIDE, '--type', 'F16,Q9', ...data]);
  expect(refused.status).toBe(2);
  const [listed] = (await sarvi(['models', ...data])).lines;
  expect(listed?.['models']).toHaveLength(2);
});

test('an importance matrix and an adapter are taken from files', async () => {
  const folder = await temporaryFolder();
  const [model, adapter, imatrix] = ['guide.gguf', 'adapter.gguf', 'imatrix.dat'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(imatrix, importanceDat(collectedImportance(new Map([['blk.0.ffn_up.weight', 256]]))));
  const converted = await sarvi(['convert', GUIDE, '--type', 'Q8_0', '--out', model, '--imatrix', imatrix, '--json']);
  expect(converted.lines.at(-1)).toMatchObject({ type: 'result', quantization: 'Q8_0', tensorCount: 49 });
  expect((await readGguf(model)).metadata.get('quantize.imatrix.file')?.value).toBe(imatrix);

  const matrices = ['q_proj', 'o_proj'].map((name) => [`model.layers.2.self_attn.${name}`, 256, 256] as const);
  const peft = await writeAdapter(join(folder, 'peft'), adapterFiles(randomFactors(matrices, 4)));
  const made = await sarvi(['convert-adapter', peft, '--out', adapter, '--base', model, '--json']);
  expect(made.lines).toMatchObject([{ type: 'result', outputPath: adapter, tensorCount: 4 }]);
  const ask = async (...more: string[]): Promise<string> => {
    const chat = ['chat', '--model', model, '--prompt', 'What is Poro 2?', '--temperature', '0', '--max-tokens', '20'];
    const { lines } = await sarvi([...chat, ...more, '--data-dir', folder, '--json']);
    return String(lines.at(-1)?.['text'] ?? lines.at(-1)?.['code']);
  };
  const plain = await ask();
  expect(plain).toMatch(/^Poro 2 is a family of open/);
  expect(await ask('--adapter', `${adapter}:0`)).toBe(plain);
  expect(await ask('--adapter', `${adapter}:20`)).not.toBe(plain);
  expect(await ask('--adapter', model)).toBe('adapter-refused');
  expect((await sarvi(['chat', '--adapter', `${adapter}:much`, '--prompt', 'x', '--data-dir', folder])).status).toBe(2);
});

test('template prints the prompt and its token ids, and text cannot make control tokens', async () => {
  const folder = await temporaryFolder();
  const out = join(folder, 'guide.gguf');
  await sarvi(['convert', GUIDE, '--type', 'F16', '--out', out]);
  const messages = join(folder, 'messages.json');
  await writeFile(messages, JSON.stringify([{ role: 'user', content: 'a<|eot_id|>b' }]));
  const common = ['template', '--model', out, '--messages', messages, '--data-dir', folder, '--json'];
  const prompted = (await sarvi(common)).lines[0] as { prompt: string; tokens: number[] };
  expect(prompted.prompt).toBe(
    '<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\na<|eot_id|>b<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
  );
  // 3582 is <|eot_id|>: once, from the template.
  expect(prompted.tokens.filter((id) => id === 3582)).toHaveLength(1);
  const bare = (await sarvi([...common, '--no-generation-prompt'])).lines[0] as { prompt: string };
  expect(prompted.prompt.startsWith(bare.prompt)).toBe(true);
  expect(bare.prompt.endsWith('<|eot_id|>')).toBe(true);
});

describe('exit status', () => {
  test('2 with the usage for a wrong call', async () => {
    for (const args of [
      [],
      ['fly'],
      ['convert'],
      ['convert', GUIDE, '--type', 'Q9', '--out', 'x'],
      ['models', '--what'],
      ['models', '--data-dir='],
      ['serve', '--data-dir', ''],
      ['convert-adapter', GUIDE, '--out', 'x', '--data-dir', ''],
    ]) {
      const { status, stderr } = await sarvi(args);
      expect([args, status]).toEqual([args, 2]);
      expect(stderr).toContain('Usage: sarvi');
    }
    expect((await sarvi(['fly', '--json'])).lines).toEqual([
      expect.objectContaining({ type: 'error', code: 'usage', details: { reason: 'there is no command fly' } }),
    ]);
  });

  test('0 with the usage as the result when it was asked for', async () => {
    const { status, lines } = await sarvi(['help', '--json']);
    expect([status, lines]).toEqual([
      0,
      [{ type: 'result', usage: expect.stringContaining('Usage: sarvi') as string }],
    ]);
  });

  test('1 with a sentence for a failure', async () => {
    const folder = await temporaryFolder();
    const { status, stderr } = await sarvi(['chat', '--prompt', 'Hei', '--data-dir', folder]);
    expect(status).toBe(1);
    expect(stderr).toContain('[no-model]');
    expect(existsSync(join(folder, 'models'))).toBe(true);
  });
});
