import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { QuantizationType } from '#contract/quantization';
import { RECIPES } from '../../src-main/core/convert/recipes.ts';
import { temporaryFolder } from './temporary-folder.ts';

const SCRIPT = fileURLToPath(new URL('./llama-quantize.ts', import.meta.url));

/**
 * Quantizes a GGUF file with llama.cpp's own quantizer in a process of its own, or only plans it (`dry`); with a file of
 * `writeMeans` by an importance matrix. Answers what it logged.
 */
export function quantizeWithLlama(
  input: string,
  output: string,
  quantization: QuantizationType,
  mode: 'dry' | '' = '',
  meansPath = '',
): Promise<string> {
  return run(input, [[quantization, output]], mode, meansPath);
}

/** The same in several types by one process, whose start takes longer than a small file. Answers the path of each. */
export async function quantizeAllWithLlama(
  input: string,
  folder: string,
  types: readonly QuantizationType[],
  meansPath = '',
): Promise<ReadonlyMap<QuantizationType, string>> {
  const outputs = types.map((type) => [type, join(folder, `reference-${type}.gguf`)] as const);
  await run(input, outputs, '', meansPath);
  return new Map(outputs);
}

async function run(
  input: string,
  outputs: readonly (readonly [QuantizationType, string])[],
  mode: string,
  meansPath: string,
): Promise<string> {
  const logPath = join(await temporaryFolder(), 'log');
  // A file and not a pipe: native code loses lines when a pipe is full.
  const log = await open(logPath, 'w');
  const list = JSON.stringify(outputs.map(([type, output]) => [RECIPES[type].fileType, output]));
  const child = spawn(process.execPath, [SCRIPT, input, list, mode, meansPath], { stdio: ['ignore', log.fd, log.fd] });
  const [code] = (await once(child, 'exit')) as [number | null];
  await log.close();
  const text = await readFile(logPath, 'utf8');
  if (code !== 0) throw new Error(`llama_model_quantize failed with ${code ?? 'a signal'}: ${text.slice(-2000)}`);
  return text;
}
