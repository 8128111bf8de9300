import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ParentComparison } from '#contract/parent-comparisons';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { pairRow, writeGuideAdapter, writeHeldOut } from '../../../builders/held-out.ts';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

test('an adapter comes into the library and is compared with its parent', async () => {
  const data = await temporaryFolder();
  const run = (...args: string[]) => runSarvi([...args, '--json', '--data-dir', data]);
  const { path } = await guideModel('F32');
  const imported = await run('import', path, '--in-place', '--name', 'Opas');
  const { model } = imported.lines.at(-1) as unknown as { model: { id: string } };
  const adapter = await run(
    'import',
    await writeGuideAdapter(await temporaryFolder()),
    '--parent',
    model.id,
    '--name',
    'Runot 2',
  );
  expect(adapter.lines.at(-1)).toMatchObject({ type: 'result', adapter: { name: 'Runot 2', rank: 4 } });

  const listed = await run('lineage', 'list');
  expect(listed.lines.at(-1)).toMatchObject({
    families: [
      { id: model.id, children: [{ kind: 'adapter', name: 'Runot 2', lineage: { parent: { name: 'Opas' } } }] },
    ],
  });
  const set = await run('lineage', 'set', 'Runot 2', '--method', 'dpo', '--beta', '0.1');
  expect(set.lines.at(-1)).toMatchObject({ lineage: { method: 'dpo', beta: 0.1, parent: { modelId: model.id } } });

  const rows = await writeHeldOut(await temporaryFolder(), [
    pairRow('Kuka?', 'Sarven opas.', 'En kerro.'),
    pairRow('Mikä?', 'Sovellus.', 'Kala.'),
  ]);
  const words = ['lineage', 'compare', 'runot 2', '--data', rows];
  const compared = await run(...words, '--scale', '2');
  expect(compared.status).toBe(0);
  const { comparison } = compared.lines.at(-1) as unknown as { comparison: ParentComparison };
  expect(comparison).toMatchObject({ state: 'finished', configuration: { beta: 0.1 }, figures: { rows: 2 } });
  expect(comparison.figures?.preference?.accuracy.low).toBeLessThan(1);

  const failed = await Promise.all([
    run(...words.slice(0, -1), join(data, 'nothing')),
    run(...words.with(2, 'unknown')),
    run(...words, '--beta', '0'),
    run('lineage'),
    run('lineage', 'set', 'Runot 2', '--method', 'magic'),
  ]);
  expect(failed.map(({ status }) => status)).toEqual([1, 1, 2, 2, 2]);
});
