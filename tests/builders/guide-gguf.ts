import { createHash } from 'node:crypto';
import { access, mkdir, readdir, readFile, rm } from 'node:fs/promises';
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

/** The guide model as a GGUF file, converted by Sarvi itself; made once and kept until a source of it changes. */
export async function guideModel(quantization: QuantizationType = 'F32'): Promise<EngineModel> {
  const path = join(cacheFolder, `guide-${quantization}-${await sourcesDigest()}.gguf`);
  const made = await access(path).then(
    () => true,
    () => false,
  );
  if (!made) {
    await mkdir(cacheFolder, { recursive: true });
    for (const name of await readdir(cacheFolder)) {
      if (name.startsWith(`guide-${quantization}-`) && name.endsWith('.gguf')) await rm(join(cacheFolder, name));
    }
    await runConversion(conversionPorts, { checkpointPath: GUIDE_CHECKPOINT, outputPath: path, quantization });
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
