import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findNativeFolder } from '../../../src-main/core/find-native-folder.ts';
import { LAYOUT_BYTES, openLlama } from '../../../src-main/scoring-process/llama-library.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

it('opens the library that comes with node-llama-cpp, whose defaults are where the layouts say', () => {
  const llama = openLlama(findNativeFolder('cpu'), () => undefined);
  expect(llama.contextDefaults()).toMatchObject({ n_ctx: 512, n_threads: 4, type_v: 1, swa_full: true, n_samplers: 0 });
  expect(llama.modelDefaults()).toMatchObject({
    n_gpu_layers: -1,
    main_gpu: 0,
    use_extra_bufts: true,
    load_mtp: false,
  });
  // Of a system with pointers of 64 bits.
  expect(LAYOUT_BYTES).toEqual({ model: 80, context: 160 });
});

it('refuses libraries of another release before it calls anything, and a folder that has none', async () => {
  const folder = join(await temporaryFolder(), 'bins');
  await mkdir(folder);
  const from = findNativeFolder('cpu');
  for (const name of await readdir(from)) {
    if (/ggml-base|libllama\.|ggml\.|_nlc/.test(name)) await cp(join(from, name), join(folder, name));
  }
  const path = join(folder, '_nlcBuildMetadata.json');
  await writeFile(path, (await readFile(path, 'utf8')).replace('v0.4.0', 'v0.5.0'));
  expect(() => openLlama(folder, () => undefined)).toThrow(/kernels-unavailable.*v0\.5\.0/);
  expect(() => openLlama(join(folder, 'none'), () => undefined)).toThrow(/kernels-unavailable/);
});
