import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { QUANTIZATION_TYPES, type QuantizationType } from '#contract/quantization';
import { readCheckpoint } from '../../../../src-main/core/checkpoint/read-checkpoint.ts';
import { planConversion, planSizes } from '../../../../src-main/core/convert/plan-conversion.ts';
import { inspectModel } from '../../../../src-main/core/models/inspect-model.ts';
import { PRESETS, writeSparseCheckpoint } from '../../../builders/presets.ts';
import { quantizeWithLlama } from '../../../builders/quantize-with-llama.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { preTokenizerFinder } from '../../../../src-main/core/models/pre-tokenizer-finder.ts';
import { conversionPorts } from '../../../builders/conversion-ports.ts';

const findPreTokenizer = preTokenizerFinder(conversionPorts);

const OPTIONS = { name: null, version: '0.0.0', preTokenizer: 'llama-bpe' };
const MEBIBYTE = 2 ** 20;
/** Presets that differ in shape; the others differ from these in name. */
const SHAPES = PRESETS.filter(({ name }) => /70B-Instruct|8B-Instruct|1B|3B/.test(name) && !name.includes('3.1'));
/** Types whose rules look at the layer, the group and the 80 layers; one shape is planned in all. */
const TELLING: readonly QuantizationType[] = ['F16', 'Q8_0', 'Q5_K_M', 'Q4_K_M', 'Q4_K_S', 'IQ4_XS', 'Q3_K_M', 'Q2_K'];

test.each(SHAPES)('$name is planned as llama.cpp would quantize it', { timeout: 240_000 }, async (preset) => {
  const folder = await temporaryFolder();
  const checkpoint = await readCheckpoint(await writeSparseCheckpoint(join(folder, preset.name), preset));
  const unquantized = planConversion(checkpoint, 'BF16', OPTIONS);
  const path = join(folder, 'bf16.gguf');
  // The header and nothing behind it: a file of 140 GB that takes a few megabytes.
  const file = await open(path, 'w');
  await file.write(unquantized.header);
  await file.truncate(unquantized.sizeBytes);
  await file.close();
  const offered = preset.name.includes('8B') ? QUANTIZATION_TYPES : TELLING;
  const sizes = planSizes(checkpoint, offered, OPTIONS);
  for (const quantization of offered) {
    const plan = planConversion(checkpoint, quantization, OPTIONS);
    const log = await quantizeWithLlama(path, '', quantization, 'dry');
    const planned = tensorsOf(log);
    const types = plan.tensors.map(({ name, type }) => [name, type.toLowerCase()]);
    expect(Object.fromEntries([...planned].map(([name, { type }]) => [name, type])), quantization).toEqual(
      Object.fromEntries(types),
    );
    for (const { name, sizeBytes } of plan.tensors) {
      expect(planned.get(name)?.mebibytes, `${quantization} ${name}`).toBeCloseTo(sizeBytes / MEBIBYTE, 1.9);
    }
    const tensorBytes = plan.tensors.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const size = sizes.find((one) => one.quantization === quantization);
    const [, mebibytes, bitsPerWeight] = /quant size += +([\d.]+) MiB \(([\d.]+) BPW\)/.exec(log) ?? [];
    expect(Number(mebibytes)).toBeCloseTo(tensorBytes / MEBIBYTE, 1.9);
    expect(Number(bitsPerWeight)).toBeCloseTo(size?.bitsPerWeight ?? 0, 1.9);
    expect(size?.sizeBytes).toBe(plan.sizeBytes);

    let end = plan.header.length;
    for (const { offset, sizeBytes } of plan.tensors) {
      expect(offset).toBe(end);
      end = Math.ceil((offset + sizeBytes - plan.header.length) / 32) * 32 + plan.header.length;
    }
    expect(plan.sizeBytes).toBe(end);
  }
});

test.each(PRESETS)('$name is inspected without a problem', async (preset) => {
  const folder = await temporaryFolder();
  const tokenizer = preset.name === 'Llama-Poro-2-8B-Instruct' ? 'own' : 'small';
  const path = await writeSparseCheckpoint(join(folder, preset.name), preset, tokenizer);
  const { facts, family, problems, sizes, recommended } = await inspectModel(path, folder, findPreTokenizer);
  const { layers, width, heads, keyValueHeads, vocabulary } = preset.shape;
  const poro = /poro-2.*-(base|sft|instruct)$/i.exec(preset.name)?.[1]?.toLowerCase();
  expect({ facts, family, problems }).toMatchObject({
    facts: {
      name: preset.name.replaceAll('-', ' ').replace(' base', ' Base'),
      parameterCount: preset.weights,
      layerCount: layers,
      width,
      headCount: heads,
      keyValueHeadCount: keyValueHeads,
      vocabularySize: vocabulary,
      sizeBytes: preset.weights * 2,
    },
    family: poro === undefined ? 'meta-llama' : `poro2-${poro}`,
    problems: [],
  });
  expect(sizes.map(({ quantization }) => quantization)).toEqual(QUANTIZATION_TYPES);
  expect(recommended === null || sizes.some(({ quantization }) => quantization === recommended)).toBe(true);
});

/** The quantizer says of each tensor what it is, and in brackets what it becomes; sizes in hundredths of a mebibyte. */
function tensorsOf(log: string): Map<string, { type: string; mebibytes: number }> {
  const lines = log.matchAll(
    /^\[ *\d+\/ *\d+\] +(\S+) +- \[.*\], type = +(\w+), size = +([\d.]+) MiB(?: -> +([\d.]+) MiB)?(?: \((\w+)\))?$/gm,
  );
  return new Map(
    [...lines].map(([, name = '', before = '', size, newSize, after]) => [
      name,
      { type: (after ?? before).toLowerCase(), mebibytes: Number(newSize ?? size) },
    ]),
  );
}
