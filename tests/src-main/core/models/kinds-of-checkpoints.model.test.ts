/**
 * Checkpoints of other makers than Llama 3's, with random weights: imported as Q4_K_M and asked something, all as the page
 * does it. Their tokenizers were trained by the makers' own programs (`npm run reference:tokenizers`).
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { GenerationEvent } from '#contract/chat-calls';
import type { Message } from '#contract/messages';
import type { App } from '../../../../src-main/core/app.ts';
import { metadataText } from '../../../../src-main/core/gguf/metadata.ts';
import { readGguf } from '../../../../src-main/core/gguf/read-gguf.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { BYTE_LEVEL_SPECIAL } from '../../../builders/byte-level-tokenizer.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { checkpointFiles, SMALL_SHAPE, writeCheckpoint } from '../../../builders/checkpoint.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

interface Kind {
  readonly name: string;
  readonly vocabulary: number;
  /** The file of its tokenizer, and what is in it. */
  readonly file: 'tokenizer.json' | 'tokenizer.model';
  readonly tokenizer: () => Promise<string | Buffer>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly tokenizerConfig?: Readonly<Record<string, unknown>>;
  readonly tied?: boolean;
  /** By its name in the file. */
  readonly preTokenizer: string;
  /** What the model is given for the question. */
  readonly prompt: string;
}

const QUESTION = 'Mikä on Suomen pääkaupunki?';
const [BOS, EOS] = BYTE_LEVEL_SPECIAL;
const CHAT_ML =
  "{% for m in messages %}{{ '<|bos|>' + m.role + '\n' + m.content + '<|end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|bos|>assistant\n' }}{% endif %}";
const INST =
  "{{ bos_token }}{% for m in messages %}{% if m.role == 'user' %}{{ '[INST] ' + m.content + ' [/INST]' }}{% else %}{{ ' ' + m.content + eos_token }}{% endif %}{% endfor %}";

const builder = (name: string): Promise<string> =>
  readFile(new URL(`../../../builders/${name}`, import.meta.url), 'utf8');

async function byteLevel(kind: string): Promise<string> {
  const { kinds } = JSON.parse(await builder('byte-level-reference.json')) as {
    kinds: Record<string, { file: string }>;
  };
  return kinds[kind]?.file ?? '';
}

async function sentencePiece(): Promise<Buffer> {
  const { file } = JSON.parse(await builder('sentencepiece-reference.json')) as { file: string };
  return Buffer.from(file, 'base64');
}

const BYTE_LEVEL = {
  vocabulary: 700,
  file: 'tokenizer.json',
  config: { bos_token_id: 0, eos_token_id: 1 },
  tokenizerConfig: { tokenizer_class: 'PreTrainedTokenizerFast', bos_token: BOS, eos_token: EOS },
} as const;

const KINDS: readonly Kind[] = [
  // A base model: it continues the text.
  { ...BYTE_LEVEL, name: 'Viking', tokenizer: () => byteLevel('viking'), preTokenizer: 'viking', prompt: QUESTION },
  {
    name: 'Mistral',
    vocabulary: 902,
    file: 'tokenizer.model',
    tokenizer: sentencePiece,
    config: { architectures: ['MistralForCausalLM'], model_type: 'mistral', bos_token_id: 1, eos_token_id: 2 },
    tokenizerConfig: { chat_template: INST },
    preTokenizer: 'default',
    prompt: `<s>[INST] ${QUESTION} [/INST]`,
  },
  {
    ...BYTE_LEVEL,
    name: 'SmolLM2',
    tied: true,
    tokenizer: () => byteLevel('smollm'),
    tokenizerConfig: { ...BYTE_LEVEL.tokenizerConfig, chat_template: CHAT_ML },
    preTokenizer: 'smollm',
    prompt: `<|bos|>user\n${QUESTION}<|end|>\n<|bos|>assistant\n`,
  },
];

async function checkpointOf(kind: Kind): Promise<string> {
  const { name, vocabulary, tied = false, config, tokenizerConfig, file, tokenizer } = kind;
  const files = checkpointFiles({ ...SMALL_SHAPE, vocabulary, tied });
  const folder = await writeCheckpoint(join(await temporaryFolder(), name), {
    ...files,
    config: { ...files.config, ...config },
    generationConfig: {},
    tokenizerConfig: { ...tokenizerConfig },
  });
  await rm(join(folder, 'tokenizer.json'));
  await writeFile(join(folder, file), await tokenizer());
  return folder;
}

function ask(app: App, conversationId: string): Promise<Message> {
  return new Promise((resolve, reject) => {
    const stopListening = app.listen((name, payload) => {
      if (name !== 'generation.changed') return;
      const event = payload as GenerationEvent;
      if (event.kind !== 'finished' && event.kind !== 'failed') return;
      stopListening();
      resolve(event.message);
    });
    app.ask('chat.send', { conversationId, parentId: null, text: QUESTION }).catch(reject);
  });
}

test.each(KINDS)('$name is imported, and answers in its own template', async (kind) => {
  const data = await temporaryFolder();
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: data }));
  onTestFinished(() => app.dispose());
  const job = await app.importModel(
    { source: { kind: 'path', path: await checkpointOf(kind) }, quantization: 'Q4_K_M' },
    { signal: new AbortController().signal, onProgress: () => undefined },
  );
  expect(job).toMatchObject({ state: 'finished', error: null });
  const [model] = await app.ask('models.list', {});
  expect(model?.facts).toMatchObject({ fileType: 'Q4_K_M', vocabularySize: kind.vocabulary });
  const { metadata } = await readGguf(join(data, 'models', job.modelId ?? '', 'model.gguf'));
  expect(metadataText(metadata, 'tokenizer.ggml.pre')).toBe(kind.preTokenizer);

  const messages = [{ role: 'user', content: QUESTION }] as const;
  const rendered = await app.ask('chat.renderPrompt', {
    modelId: job.modelId ?? '',
    messages: [...messages],
    addGenerationPrompt: true,
  });
  expect(rendered.prompt).toBe(kind.prompt);
  await app.ask('settings.update', { sampling: { temperature: 0, maxTokens: 12 } });
  const { id } = await app.ask('conversations.create', {});
  const answer = await ask(app, id);
  expect(answer.error).toBeNull();
  expect(answer.generation).toMatchObject({ freshTokens: rendered.tokens.length });
  expect(answer.generation?.generatedTokens).toBeGreaterThan(0);
});
