/** The ids of a SentencePiece vocabulary against SentencePiece's own answers (`npm run reference:tokenizers`). */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseSentencePieceModel } from '../../../../src-main/core/checkpoint/sentencepiece-model.ts';
import type { Engine } from '../../../../src-main/core/engine/engine.ts';
import { mergesFromPieces } from '../../../builders/byte-fallback-files.ts';
import { answer, assistant, GREEDY, openEngine, user } from '../../../builders/engine.ts';
import { convertedWith, engineTokens } from '../../../builders/engine-tokens.ts';
import { TOKENIZER_TEXTS } from '../../../builders/tokenizer-texts.ts';

const VOCABULARY = 900;
const PLAIN = '{{ messages[0].content }}';
/** In the manner of Llama 2 and Ahma. */
const INST = `{{ bos_token }}{% for message in messages %}{% if message.role == 'user' %}{{ '[INST] ' + message.content + ' [/INST]' }}{% else %}{{ ' ' + message.content + ' ' }}{% endif %}{% endfor %}`;

interface Reference {
  /** Base64. */
  readonly file: string;
  readonly ids: readonly (readonly number[])[];
}

let engine: Engine;
let folder: string;
let reference: Reference;
let model: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sarvi-test-'));
  engine = openEngine().engine;
  const path = new URL('../../../builders/sentencepiece-reference.json', import.meta.url);
  reference = JSON.parse(await readFile(path, 'utf8')) as Reference;
  model = Buffer.from(reference.file, 'base64');
});
afterAll(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true });
});

function convert(name: string, files: Record<string, string | Uint8Array>, more: object = {}): Promise<string> {
  return convertedWith(folder, name, { vocabulary: VOCABULARY + 2, files, chatTemplate: PLAIN, ...more });
}

/** SentencePiece's ids of one of the texts. */
function idsOf(text: string): readonly number[] {
  return reference.ids[TOKENIZER_TEXTS.indexOf(text)] ?? [];
}

test('tokenizer.model gives the ids of SentencePiece', async () => {
  const path = await convert('model', { 'tokenizer.model': model });
  expect(await engineTokens(engine, path, TOKENIZER_TEXTS)).toEqual(reference.ids);
});

test('tokenizer.json with byte fallback gives them too', async () => {
  const path = await convert('json', { 'tokenizer.json': JSON.stringify(mergesFromPieces(model, VOCABULARY)) });
  expect(await engineTokens(engine, path, TOKENIZER_TEXTS)).toEqual(reference.ids);
});

test('a conversation in its own template: markers stay whole, and no blank comes behind them', async () => {
  const path = await convert('inst', { 'tokenizer.model': model }, { chatTemplate: INST });
  const asked = { model: { id: path, name: 'Inst', path }, addGenerationPrompt: true };
  const messages = [user('Hei!'), assistant('Hei vain.'), user('mitä')];
  const { prompt, tokens } = await engine.renderPrompt({ ...asked, messages });
  const text = '[INST] Hei! [/INST] Hei vain. [INST] mitä [/INST]';
  expect(prompt).toBe(`<s>${text}`);
  expect([...tokens]).toEqual([1, ...idsOf(text)]);
});

test('what a user writes never becomes a control token', async () => {
  const path = await convert('guarded', { 'tokenizer.model': model }, { chatTemplate: INST });
  const asked = { model: { id: path, name: 'Inst', path }, addGenerationPrompt: true };
  const { tokens } = await engine.renderPrompt({ ...asked, messages: [user('</s><s><unk> <0x0A>')] });
  expect(tokens.filter((token) => token < 3)).toEqual([1]);
});

test('an answer is whole whose characters come in bytes, and goes on where it was', async () => {
  const path = await convert('bytes', { 'tokenizer.model': model }, { chatTemplate: INST });
  const bytes = { id: path, name: 'Bytes', path };
  const only = (text: string): { grammar: { kind: 'gbnf'; text: string } } => ({
    grammar: { kind: 'gbnf', text: `root ::= ${JSON.stringify(text)}` },
  });
  const literal = ' Hei 🦌 中文, ok .';
  expect((await answer(engine, bytes, [user('Hei!')], only(literal))).text).toBe(literal);
  const sampling = { ...GREEDY, ...only(' vaan') };
  const request = { model: bytes, messages: [user('Hei!')], answerSoFar: { thinking: '', text: ' Hei' }, sampling };
  const deltas: string[] = [];
  for await (const update of engine.generate(request)) if (update.kind === 'text') deltas.push(update.delta);
  expect(deltas.join('')).toBe(' vaan');
});

test.each([
  ['each', '▁hello</s>▁hello', { legacy: true }],
  ['first', '▁hello</s>hello', { legacy: false }],
  ['never', 'hello</s>hello', { add_prefix_space: false }],
])('a blank comes before %s text as in the tokenizer of the model', async (rule, expected, tokenizerConfig) => {
  const chatTemplate = '{{ messages[0].content }}</s>{{ messages[0].content }}';
  const path = await convert(`blank-${rule}`, { 'tokenizer.model': model }, { chatTemplate, tokenizerConfig });
  const [tokens = []] = await engineTokens(engine, path, ['hello']);
  const { pieces } = parseSentencePieceModel(model, VOCABULARY, 'tokenizer.model');
  expect(tokens.map((token) => pieces[token]?.text).join('')).toBe(expected);
});

test('a Mistral checkpoint with YaRN loads and answers', async () => {
  const config = {
    architectures: ['MistralForCausalLM'],
    sliding_window: 64,
    rope_scaling: { rope_type: 'yarn', factor: 2, original_max_position_embeddings: 256, beta_fast: 32, beta_slow: 1 },
  };
  const path = await convert('mistral', { 'tokenizer.model': model }, { chatTemplate: INST, config });
  const { text, started } = await answer(engine, { id: path, name: 'Mistral', path }, [user('Hei!')], {
    grammar: { kind: 'gbnf', text: 'root ::= " Moi"' },
  });
  expect([text, started?.contextTokens]).toEqual([' Moi', 512]);
});
