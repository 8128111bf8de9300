import { expect, test } from 'vitest';
import { sentenceOf } from '#contract/error-sentences';
import { SarviError } from '#contract/errors';
import { parseModelConfig, type ModelConfig } from '../../../../src-main/core/checkpoint/model-config.ts';
import { notesOfModel } from '../../../../src-main/core/checkpoint/notes-of-model.ts';

/** What Mistral 7B says of itself without the fields that its class has anyway. */
const MISTRAL = {
  architectures: ['MistralForCausalLM'],
  hidden_size: 4096,
  num_attention_heads: 32,
  num_hidden_layers: 32,
  vocab_size: 32_000,
};

const parse = (more: Record<string, unknown> = {}): ModelConfig =>
  parseModelConfig({ ...MISTRAL, ...more }, 'config.json');

test('what a Mistral configuration leaves out is what its class has', () => {
  expect(parse()).toMatchObject({
    keyValueHeadCount: 8,
    feedForwardWidth: 14_336,
    contextTokens: 131_072,
    headWidth: 128,
    slidingWindow: 4096,
  });
  // Nemo's heads are narrower than its width would have them.
  expect(parse({ hidden_size: 5120, head_dim: 128 })).toMatchObject({ headWidth: 128 });
});

test('a sliding window is said where the model was trained with a narrower one than its context', () => {
  const notes = [{}, { sliding_window: null }, { sliding_window: 4096, max_position_embeddings: 4096 }].map((more) =>
    notesOfModel(parse(more)),
  );
  expect(notes).toEqual([['sliding-window-not-used {"tokens":4096}'], [], []]);
  const dynamic = { sliding_window: null, max_position_embeddings: 4096, rope_scaling: { type: 'dynamic', factor: 2 } };
  expect(notesOfModel(parse(dynamic))).toEqual(['dynamic-rope-not-used {"tokens":4096}']);
});

test('a refusal says why and what to take', () => {
  const said = (more: Record<string, unknown>): string[] => {
    try {
      parse(more);
    } catch (error) {
      if (error instanceof SarviError) return (['en', 'fi'] as const).map((one) => sentenceOf(error.toReport(), one));
      throw error;
    }
    return [];
  };
  expect(said({ architectures: ['BloomForCausalLM'] })).toEqual([
    'This model has the architecture “BloomForCausalLM”: it is built as Bloom is, like the older Poro 34B and the Finnish GPT-3 models; the newer Poro 2 is a Llama model. Sarvi converts LlamaForCausalLM and MistralForCausalLM. Choose another model, or download this one as a GGUF file.',
    'Mallin arkkitehtuuri on ”BloomForCausalLM”: se on rakennettu kuten Bloom, niin kuin vanhempi Poro 34B ja suomenkieliset GPT-3-mallit; uudempi Poro 2 on Llama-malli. Sarvi muuntaa luokat LlamaForCausalLM ja MistralForCausalLM. Valitse toinen malli tai lataa tämä GGUF-tiedostona.',
  ]);
  const quantized = { quantization_config: { quant_method: 'awq' }, _name_or_path: 'mistralai/Mistral-7B-v0.1' };
  expect(said(quantized)[0]).toBe(
    'The weights of this folder are quantized already (awq), and quantizing them again would lose more. Download the model in 16 bits: mistralai/Mistral-7B-v0.1, or as a GGUF file.',
  );
});
