import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { answer, openTestEngine, user } from '../../../builders/engine.ts';
import { writeShapedGguf, type ModelShape } from '../../../builders/shaped-gguf.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const c3 = (s: { c: number }) => (s.c > 600 ? 60 : 20);
const base = {
  layers: 8,
  width: 1024,
  feedForwardWidth: 3072,
  heads: 16,
  keyValueHeads: 4,
  vocabulary: 32_000,
  contextTokens: 8192,
  type: 'Q8_0',
} as const;
const shapes: Record<string, ModelShape & { c: number }> = {
  small: { ...base, layers: 1, width: 256, feedForwardWidth: 512, heads: 4, vocabulary: 1000, c: 512 },
  base: { ...base, c: 2048 },
  base8k: { ...base, c: 8192 },
  deepf16: { ...base, layers: 24, type: 'F16', c: 4096 },
  q4: { ...base, layers: 8, type: 'Q4_K', c: 4096 },
  q40: { ...base, layers: 16, type: 'Q4_0', c: 4096 },
  vocab: { ...base, layers: 2, vocabulary: 128_256, c: 4096 },
  wide: { ...base, layers: 2, width: 2048, feedForwardWidth: 8192, heads: 32, keyValueHeads: 8, c: 4096 },
};
test('measure', { timeout: 300_000 }, async () => {
  const folder = await temporaryFolder();
  const out: string[] = [];
  for (const [name, shape] of Object.entries(shapes).filter(([n]) => ['q4', 'vocab', 'wide'].includes(n))) {
    const path = join(folder, `${name}.gguf`);
    await writeShapedGguf(path, shape);
    const { engine, children } = openTestEngine();
    const t0 = Date.now();
    await answer(engine, { id: name, name, path, contextTokens: shape.c }, [user('a b '.repeat(c3(shape)))], {
      maxTokens: 4,
    });
    const smaps = readFileSync(`/proc/${children[0]!.processId}/smaps_rollup`, 'utf8');
    const f = (k: string) => Math.round((Number(new RegExp(`^${k}:\\s+(\\d+)`, 'm').exec(smaps)![1]) * 1024) / 1e6);
    const { statSync } = await import('node:fs');
    out.push(
      JSON.stringify({
        ms: Date.now() - t0,
        name,
        c: shape.c,
        ctx: engine.status.contextTokens,
        file: Math.round(statSync(path).size / 1e6),
        kv: Math.round((shape.layers * 2 * 2 * shape.c * (shape.width / shape.heads) * shape.keyValueHeads) / 1e6),
        rss: f('Rss'),
        anon: f('Anonymous'),
      }),
    );
    writeFileSync('/tmp/fit-out2.txt', out.join('\n'));
    await engine.dispose();
  }
});
