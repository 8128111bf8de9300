/**
 * Compiles `src-main/kernels` to `out/kernels/quantize.wasm` and `score.wasm`. Two comments of the sources are for this step: `// inline` before
 * a function makes it AssemblyScript's `@inline`, which TypeScript's syntax does not have before functions, and `// unroll N`
 * before a block repeats it, with `$16i` and `$32i` being 16 and 32 times the number of the repetition.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './setup.mjs';

/** @param isReversed - for a test: repetitions in the other order, which is another order of additions */
function expand(source, isReversed) {
  const lines = source.split('\n');
  const out = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    const unroll = /^(\s*)\/\/ unroll (\d+)$/.exec(line);
    if (line === '// inline') out.push('@inline');
    else if (unroll === null) out.push(line);
    else {
      const end = lines.indexOf(`${unroll[1]}}`, at);
      const block = lines.slice(at + 1, end + 1).join('\n');
      const numbers = Array.from({ length: Number(unroll[2]) }, (_, i) => i);
      for (const i of isReversed ? numbers.reverse() : numbers) {
        out.push(block.replaceAll('$16i', String(16 * i)).replaceAll('$32i', String(32 * i)));
      }
      at = end;
    }
  }
  return out.join('\n');
}

const folder = join(root, 'src-main', 'kernels');
// Binaryen's optimizer moves the sums behind the unrolled loops, where V8 runs out of registers; V8 optimizes anyway.
const OPTIONS = [
  '-O0',
  '--runtime',
  'stub',
  '--noAssert',
  '--enable',
  'simd',
  '--importMemory',
  '--initialMemory',
  '64',
];
/** Static data lie above the scratch (`scratch.ts`). */
const MEMORY_BASE = '20480';

/**
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws Error with what the compiler says
 */
export async function compileKernels({ source = 'index.ts', isReversed = false } = {}) {
  const { main } = await import('assemblyscript/asc');
  const outputs = new Map();
  const { error, stderr } = await main([source, '--outFile', 'kernels.wasm', '--memoryBase', MEMORY_BASE, ...OPTIONS], {
    readFile: (name) => {
      try {
        return expand(readFileSync(join(folder, name), 'utf8'), isReversed);
      } catch {
        return null;
      }
    },
    writeFile: (name, contents) => void outputs.set(name, contents),
    listFiles: () => [],
  });
  if (error) throw new Error(`the kernels could not be built: ${error.message}\n${stderr.toString()}`);
  return outputs.get('kernels.wasm');
}

async function buildKernels() {
  mkdirSync(join(root, 'out', 'kernels'), { recursive: true });
  for (const [source, name] of [
    ['index.ts', 'quantize.wasm'],
    ['score.ts', 'score.wasm'],
  ]) {
    writeFileSync(join(root, 'out', 'kernels', name), await compileKernels({ source }));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
