import { join } from 'node:path';
import { rm, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readCheckpoint } from '../../../../src-main/core/checkpoint/read-checkpoint.ts';
import { planMetadata } from '../../../../src-main/core/convert/plan-metadata.ts';
import { checkpointFiles, SMALL_SHAPE, writeCheckpoint } from '../../../builders/checkpoint.ts';
import { sentencePieceFile } from '../../../builders/sentencepiece.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const CARD = `---
license: llama3.1
language:
- fi
- en
base_model:
- LumiOpen/Llama-Poro-2-8B-SFT
datasets: [LumiOpen/poro2-instruction-collection]
pipeline_tag: text-generation
---
`;

test('writes what llama.cpp writes, key by key, and its own under sarvi', async () => {
  const folder = join(await temporaryFolder(), 'Llama-Poro-2-8B-Instruct');
  const files = checkpointFiles();
  files.config['rope_scaling'] = { type: 'linear', factor: 2 };
  await writeCheckpoint(folder, files);
  await writeFile(join(folder, 'README.md'), CARD);
  const checkpoint = await readCheckpoint(folder);
  const metadata = planMetadata(checkpoint, {
    quantization: 'Q4_K_M',
    weightCount: 8.03e9,
    name: null,
    version: '0.1.0',
    preTokenizer: 'llama-bpe',
  });
  const short = [...metadata].map(([key, { type, value }]) => [
    key,
    type,
    Array.isArray(value) && value.length > 3 ? `${value.length} items` : value,
  ]);
  const { fingerprint } = checkpoint;
  expect(short).toEqual([
    ['general.architecture', 'string', 'llama'],
    ['general.type', 'string', 'model'],
    ['general.sampling.top_p', 'f32', 0.9],
    ['general.sampling.temp', 'f32', 0.6],
    ['general.name', 'string', 'Llama Poro 2 8B Instruct'],
    ['general.finetune', 'string', 'Instruct'],
    ['general.basename', 'string', 'Llama-Poro-2'],
    ['general.size_label', 'string', '8B'],
    ['general.license', 'string', 'llama3.1'],
    ['general.base_model.count', 'u32', 1],
    ['general.base_model.0.name', 'string', 'Llama Poro 2 8B SFT'],
    ['general.base_model.0.organization', 'string', 'LumiOpen'],
    ['general.base_model.0.repo_url', 'string', 'https://huggingface.co/LumiOpen/Llama-Poro-2-8B-SFT'],
    ['general.dataset.count', 'u32', 1],
    ['general.dataset.0.name', 'string', 'Poro2 Instruction Collection'],
    ['general.dataset.0.organization', 'string', 'LumiOpen'],
    ['general.dataset.0.repo_url', 'string', 'https://huggingface.co/LumiOpen/poro2-instruction-collection'],
    ['general.tags', 'array', ['text-generation']],
    ['general.languages', 'array', ['fi', 'en']],
    ['llama.block_count', 'u32', 2],
    ['llama.context_length', 'u32', 512],
    ['llama.embedding_length', 'u32', 256],
    ['llama.feed_forward_length', 'u32', 512],
    ['llama.attention.head_count', 'u32', 4],
    ['llama.attention.head_count_kv', 'u32', 2],
    ['llama.rope.scaling.type', 'string', 'linear'],
    ['llama.rope.scaling.factor', 'f32', 2],
    ['llama.rope.freq_base', 'f32', 500_000],
    ['llama.attention.layer_norm_rms_epsilon', 'f32', 1e-5],
    ['llama.attention.key_length', 'u32', 64],
    ['llama.attention.value_length', 'u32', 64],
    ['general.file_type', 'u32', 15],
    ['llama.vocab_size', 'u32', 268],
    ['llama.rope.dimension_count', 'u32', 64],
    ['general.quantization_version', 'u32', 2],
    ['tokenizer.ggml.model', 'string', 'gpt2'],
    ['tokenizer.ggml.pre', 'string', 'llama-bpe'],
    ['tokenizer.ggml.tokens', 'array', '268 items'],
    ['tokenizer.ggml.token_type', 'array', '268 items'],
    ['tokenizer.ggml.merges', 'array', '4 items'],
    ['tokenizer.ggml.bos_token_id', 'u32', 260],
    ['tokenizer.ggml.eos_token_id', 'u32', 264],
    ['tokenizer.ggml.add_bos_token', 'bool', true],
    ['tokenizer.ggml.add_sep_token', 'bool', false],
    ['tokenizer.chat_template', 'string', files.tokenizerConfig['chat_template']],
    ['sarvi.version', 'string', '0.1.0'],
    ['sarvi.source.fingerprint', 'string', fingerprint],
    ['sarvi.checksum', 'string', '0'.repeat(64)],
    ['sarvi.generation.do_sample', 'bool', true],
    ['sarvi.generation.max_new_tokens', 'i32', 64],
    ['sarvi.generation.eos_token_ids', 'array', [261, 264]],
  ]);
});

test('YaRN and the infill tokens of CodeLlama are written as the converter writes them', async () => {
  const folder = join(await temporaryFolder(), 'CodeLlama');
  const files = checkpointFiles({ ...SMALL_SHAPE, vocabulary: 32_016, layers: 1, width: 16, feedForwardWidth: 16 });
  const yarn = { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 256, attention_factor: 0.5 };
  files.config['rope_scaling'] = yarn;
  await writeCheckpoint(folder, files);
  await rm(join(folder, 'tokenizer.json'));
  await writeFile(join(folder, 'tokenizer.model'), sentencePieceFile());
  const given = { quantization: 'F16', weightCount: 1, name: null, version: '0.1.0', preTokenizer: null } as const;
  const metadata = planMetadata(await readCheckpoint(folder), given);
  const wanted = [...metadata].filter(([key]) =>
    /rope\.scaling|tokenizer.*(?:model|pre|prefix|suffix|middle|eot)/.test(key),
  );
  expect(wanted.map(([key, { value }]) => [key, value])).toEqual([
    ['llama.rope.scaling.type', 'yarn'],
    ['llama.rope.scaling.factor', 4],
    ['llama.rope.scaling.original_context_length', 256],
    ['llama.rope.scaling.yarn_attn_factor', 0.5],
    ['tokenizer.ggml.model', 'llama'],
    ['tokenizer.ggml.pre', 'default'],
    ['tokenizer.ggml.prefix_token_id', 32_007],
    ['tokenizer.ggml.suffix_token_id', 32_008],
    ['tokenizer.ggml.middle_token_id', 32_009],
    ['tokenizer.ggml.eot_token_id', 32_010],
  ]);
});

test('a vocabulary of the size of SmolLM2 has no BOS before texts, whatever its files say', async () => {
  const folder = await temporaryFolder();
  const files = checkpointFiles({ ...SMALL_SHAPE, vocabulary: 49_152, layers: 1, width: 16, feedForwardWidth: 16 });
  files.tokenizerConfig['add_bos_token'] = true;
  const checkpoint = await readCheckpoint(await writeCheckpoint(folder, files));
  const options = {
    quantization: 'Q8_0',
    weightCount: 1,
    name: null,
    version: '0.0.0',
    preTokenizer: 'smollm',
  } as const;
  const metadata = planMetadata(checkpoint, options);
  expect(metadata.get('tokenizer.ggml.add_bos_token')).toEqual({ type: 'bool', value: false });
});
