import { open } from 'node:fs/promises';
import { MetadataBuilder } from '../../src-main/core/convert/metadata-builder.ts';
import { planFile } from '../../src-main/core/gguf/plan-file.ts';

export interface TinyModel {
  readonly tokens: readonly string[];
  /** By id: 1 normal, 3 control, 4 user-defined; all normal when missing. */
  readonly tokenTypes?: readonly number[];
  readonly merges?: readonly string[];
  readonly chatTemplate?: string;
  readonly bosTokenId?: number;
  readonly eosTokenId?: number;
  readonly addBosToken?: boolean;
  readonly contextTokens?: number;
  readonly licence?: string;
}

const WIDTH = 32;

/**
 * A Llama model of one narrow layer, all of its weights zero, as a GGUF file: it loads and runs like any other, with
 * whatever vocabulary and chat template a test needs. Every token is equally likely, so greedy answers repeat one.
 */
export async function writeTinyGguf(path: string, model: TinyModel): Promise<void> {
  const builder = new MetadataBuilder();
  builder.text('general.architecture', 'llama');
  builder.text('general.name', 'Tiny');
  builder.text('general.license', model.licence);
  builder.u32('llama.block_count', 1);
  builder.u32('llama.context_length', model.contextTokens ?? 1024);
  builder.u32('llama.embedding_length', WIDTH);
  builder.u32('llama.feed_forward_length', WIDTH);
  builder.u32('llama.attention.head_count', 1);
  builder.u32('llama.attention.head_count_kv', 1);
  builder.f32('llama.rope.freq_base', 10_000);
  builder.u32('llama.rope.dimension_count', WIDTH);
  builder.f32('llama.attention.layer_norm_rms_epsilon', 1e-5);
  builder.u32('llama.vocab_size', model.tokens.length);
  builder.text('tokenizer.ggml.model', 'gpt2');
  builder.text('tokenizer.ggml.pre', 'llama-bpe');
  builder.texts('tokenizer.ggml.tokens', model.tokens);
  builder.numbers('tokenizer.ggml.token_type', 'i32', model.tokenTypes ?? model.tokens.map(() => 1));
  builder.texts('tokenizer.ggml.merges', model.merges ?? ['a b']);
  builder.u32('tokenizer.ggml.bos_token_id', model.bosTokenId);
  builder.u32('tokenizer.ggml.eos_token_id', model.eosTokenId);
  builder.flag('tokenizer.ggml.add_bos_token', model.addBosToken);
  builder.text('tokenizer.chat_template', model.chatTemplate);

  const square = [WIDTH, WIDTH];
  const plan = planFile(builder.metadata, [
    { name: 'token_embd.weight', type: 'F16', shape: [model.tokens.length, WIDTH] },
    ...['attn_q', 'attn_k', 'attn_v', 'attn_output', 'ffn_gate', 'ffn_up', 'ffn_down'].map((name) => ({
      name: `blk.0.${name}.weight`,
      type: 'F16' as const,
      shape: square,
    })),
    { name: 'blk.0.attn_norm.weight', type: 'F32', shape: [WIDTH] },
    { name: 'blk.0.ffn_norm.weight', type: 'F32', shape: [WIDTH] },
    { name: 'output_norm.weight', type: 'F32', shape: [WIDTH] },
  ]);
  const file = await open(path, 'w');
  try {
    await file.write(plan.header);
    // A hole reads as zeros.
    await file.truncate(plan.sizeBytes);
  } finally {
    await file.close();
  }
}

/** One token for every byte, in the alphabet of byte-level BPE, then `more`; the ids of `more` begin at 256. */
export function byteTokens(...more: readonly string[]): string[] {
  const letters: string[] = [];
  let moved = 0;
  for (let byte = 0; byte < 256; byte += 1) {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
    letters.push(String.fromCharCode(printable ? byte : 0x100 + moved));
    if (!printable) moved += 1;
  }
  return [...letters, ...more];
}
