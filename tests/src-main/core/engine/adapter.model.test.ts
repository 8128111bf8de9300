import { copyFile, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { because } from '#contract/reasons';
import { readSafetensorsHeader } from '../../../../src-main/core/checkpoint/safetensors-header.ts';
import { convertAdapter } from '../../../../src-main/core/convert/convert-adapter.ts';
import { readGguf } from '../../../../src-main/core/gguf/read-gguf.ts';
import type { EngineModel } from '../../../../src-main/core/engine/engine-model.ts';
import { adapterFiles, randomFactors, writeAdapter, type Factors } from '../../../builders/adapter.ts';
import { GUIDE_CHECKPOINT } from '../../../builders/conversion-ports.ts';
import { answer, openTestEngine, user } from '../../../builders/engine.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const [WIDTH, HEAD_WIDTH] = [256, 64];
const LAYER = 'model.layers.2';
const ALPHA = 8;

/** Every kind of matrix once: with and without the order of halves that queries and keys need. */
const MATRICES: readonly (readonly [module: string, rows: number, columns: number, gguf: string])[] = [
  [`${LAYER}.self_attn.q_proj`, 256, WIDTH, 'blk.2.attn_q.weight'],
  [`${LAYER}.self_attn.k_proj`, 128, WIDTH, 'blk.2.attn_k.weight'],
  [`${LAYER}.self_attn.v_proj`, 128, WIDTH, 'blk.2.attn_v.weight'],
  [`${LAYER}.self_attn.o_proj`, WIDTH, 256, 'blk.2.attn_output.weight'],
  [`${LAYER}.mlp.gate_proj`, 768, WIDTH, 'blk.2.ffn_gate.weight'],
  [`${LAYER}.mlp.up_proj`, 768, WIDTH, 'blk.2.ffn_up.weight'],
  [`${LAYER}.mlp.down_proj`, WIDTH, 768, 'blk.2.ffn_down.weight'],
  ['lm_head', 3584, WIDTH, 'output.weight'],
];
const PROMPTS = ['Kuka olet?', 'What is Poro 2?', 'Mikä on Suomen pääkaupunki?'];

async function convertedAdapter(factors: readonly Factors[]): Promise<string> {
  const folder = await temporaryFolder();
  const adapterPath = await writeAdapter(join(folder, 'adapter'), adapterFiles(factors, { alpha: ALPHA }));
  const outputPath = join(folder, 'adapter.gguf');
  await convertAdapter({ adapterPath, outputPath, basePath: GUIDE_CHECKPOINT });
  return outputPath;
}

/** BF16 weights of the checkpoint as numbers. */
async function checkpointWeights(name: string): Promise<Float32Array> {
  const { tensors, path } = await readSafetensorsHeader(join(GUIDE_CHECKPOINT, 'model.safetensors'));
  const tensor = tensors.find((one) => one.name === name);
  if (!tensor) throw new Error(`no ${name}`);
  const bytes = (await readFile(path)).subarray(tensor.offset, tensor.offset + tensor.sizeBytes);
  const bits = Uint32Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readUInt16LE(index * 2) << 16);
  return new Float32Array(bits.buffer);
}

/** Query and key rows as ggml wants them: [heads, 2, half] becomes [heads, half, 2]. */
function ordered(module: string, weights: Float32Array, columns: number): Float32Array {
  if (!/[qk]_proj$/.test(module)) return weights;
  const half = HEAD_WIDTH / 2;
  const rows = weights.length / columns;
  const out = new Float32Array(weights.length);
  let to = 0;
  for (let head = 0; head < rows; head += HEAD_WIDTH) {
    for (let pair = 0; pair < half; pair += 1) {
      for (const row of [head + pair, head + half + pair]) {
        out.set(weights.subarray(row * columns, (row + 1) * columns), to * columns);
        to += 1;
      }
    }
  }
  return out;
}

/** The guide model with the products of the factors added to its weights, `scale` times. */
async function mergedModel(base: EngineModel, factors: readonly Factors[], scale: number): Promise<EngineModel> {
  const path = join(await temporaryFolder(), 'merged.gguf');
  await copyFile(base.path, path);
  const { tensors } = await readGguf(path);
  const file = await open(path, 'r+');
  try {
    for (const [index, { module, rows, columns, rank, down, up }] of factors.entries()) {
      const tensor = tensors.find(({ name }) => name === MATRICES[index]?.[3]);
      if (!tensor) throw new Error(`no tensor for ${module}`);
      const weights = await checkpointWeights(`${module}.weight`);
      const stored = new Float32Array(weights.length);
      await file.read(new Uint8Array(stored.buffer), 0, stored.byteLength, tensor.offset);
      // So that the order of rows below is the file's own.
      expect(Buffer.from(ordered(module, weights, columns).buffer).equals(Buffer.from(stored.buffer)), module).toBe(
        true,
      );
      for (let row = 0; row < rows; row += 1) {
        for (let column = 0; column < columns; column += 1) {
          let product = 0;
          for (let inner = 0; inner < rank; inner += 1) {
            product += (up[row * rank + inner] ?? 0) * (down[inner * columns + column] ?? 0);
          }
          const at = row * columns + column;
          weights[at] = (weights[at] ?? 0) + ((scale * ALPHA) / rank) * product;
        }
      }
      const merged = ordered(module, weights, columns);
      await file.write(new Uint8Array(merged.buffer), 0, merged.byteLength, tensor.offset);
    }
  } finally {
    await file.close();
  }
  return { id: `merged ${scale}`, name: 'merged', path };
}

test('a model with an adapter answers as the model with the adapter merged into its weights', async () => {
  const base = await guideModel('F32');
  const factors = randomFactors(
    MATRICES.map(([module, rows, columns]) => [module, rows, columns] as const),
    4,
  );
  const path = await convertedAdapter(factors);
  const { engine } = openTestEngine();
  const answers = async (model: EngineModel): Promise<string[]> => {
    const texts: string[] = [];
    for (const prompt of PROMPTS) texts.push((await answer(engine, model, [user(prompt)], { maxTokens: 60 })).text);
    return texts;
  };
  const plain = await answers(base);
  for (const scale of [4, -3]) {
    const adapted = await answers({ ...base, id: `adapted ${scale}`, adapters: [{ path, scale }] });
    expect(adapted).toEqual(await answers(await mergedModel(base, factors, scale)));
    expect(adapted).not.toEqual(plain);
  }
  expect(await answers({ ...base, id: 'unscaled', adapters: [{ path, scale: 0 }] })).toEqual(plain);
  expect(await answers(base)).toEqual(plain);
});

test('an adapter of another model, a model in its place and a missing file are refused by name', async () => {
  const base = await guideModel('F32');
  const folder = await temporaryFolder();
  const adapterPath = await writeAdapter(
    join(folder, 'adapter'),
    adapterFiles(randomFactors([['lm_head', 100, WIDTH]], 4)),
  );
  const config = JSON.parse(await readFile(join(GUIDE_CHECKPOINT, 'config.json'), 'utf8')) as object;
  await writeFile(join(adapterPath, 'config.json'), JSON.stringify({ ...config, vocab_size: 100 }));
  const other = join(folder, 'other.gguf');
  await convertAdapter({ adapterPath, outputPath: other });
  const { engine } = openTestEngine();
  const asked = (path: string): Promise<unknown> =>
    answer(engine, { ...base, adapters: [{ path, scale: 1 }] }, [user('Hei')], { maxTokens: 4 });
  await expect(asked(other)).rejects.toMatchObject({ code: 'model-load-failed' });
  await expect(asked(base.path)).rejects.toMatchObject({
    code: 'model-load-failed',
    details: { reason: because('not-a-lora') },
  });
  await expect(asked(join(folder, 'missing.gguf'))).rejects.toMatchObject({ code: 'model-file-missing' });
  expect((await answer(engine, base, [user('Hei')], { maxTokens: 4 })).end.generatedTokens).toBeGreaterThan(0);
});
