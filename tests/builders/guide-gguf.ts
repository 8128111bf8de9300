import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { QuantizationType } from '#contract/quantization';
import { runConversion } from '../../src-main/core/convert/run-conversion.ts';
import type { EngineModel } from '../../src-main/core/engine/engine-model.ts';
import { conversionPorts, GUIDE_CHECKPOINT } from './conversion-ports.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cacheFolder = join(root, 'node_modules/.cache/sarvi-tests');
/** Whatever changes in these changes the file that a conversion makes. */
const SOURCES = [
  'resources/guide-model',
  'src-main/core/checkpoint',
  'src-main/core/convert',
  'src-main/core/gguf',
  'src-main/convert-process',
];

/**
 * The guide model as a GGUF file, converted by Sarvi itself; made once and kept until a source of it changes. Files of
 * tests that run at the same time may each make it: a file that is there is whole.
 */
export async function guideModel(quantization: QuantizationType = 'F32'): Promise<EngineModel> {
  const name = `guide-${quantization}-${await sourcesDigest()}.gguf`;
  const path = join(cacheFolder, name);
  if (!existsSync(path)) {
    await mkdir(cacheFolder, { recursive: true });
    for (const other of await readdir(cacheFolder)) {
      const isFormer = other.startsWith(`guide-${quantization}-`) && other !== name;
      if (isFormer) await rm(join(cacheFolder, other), { force: true });
    }
    const folder = await mkdtemp(join(cacheFolder, 'making-'));
    const outputPath = join(folder, name);
    await runConversion(conversionPorts, { checkpointPath: GUIDE_CHECKPOINT, outputPath, quantization });
    // Not over a file that another test may have open already.
    await link(outputPath, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await rm(folder, { recursive: true });
  }
  return { id: `guide-${quantization}`, name: 'Sarvi guide', path };
}

async function sourcesDigest(): Promise<string> {
  const digest = createHash('sha256');
  for (const folder of SOURCES) {
    const names = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    const paths = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const path of paths.sort()) digest.update(path).update(await readFile(path));
  }
  return digest.digest('hex').slice(0, 16);
}
