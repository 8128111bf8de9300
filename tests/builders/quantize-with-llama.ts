import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { QuantizationType } from '#contract/vocabulary';
import { RECIPES } from '../../src-main/core/convert/recipes.ts';

const SCRIPT = fileURLToPath(new URL('./llama-quantize.ts', import.meta.url));
const run = promisify(execFile);

/** Quantizes a GGUF file by llama.cpp's own quantizer, in a process of its own; answers what it logged. */
export async function quantizeWithLlama(
  input: string,
  output: string,
  quantization: QuantizationType,
  mode = '',
): Promise<string> {
  const { fileType } = RECIPES[quantization];
  const { stderr } = await run(process.execPath, [SCRIPT, input, output, String(fileType), mode], {
    maxBuffer: 2 ** 26,
  });
  return stderr;
}
