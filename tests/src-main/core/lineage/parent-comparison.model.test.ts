import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { CallInput } from '#contract/contract';
import { PARENT_COMPARISON_FORMATS } from '#contract/lineage-calls';
import type { ParentComparison } from '#contract/parent-comparisons';
import type { App } from '../../../../src-main/core/app.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';
import { pairRow, sftRow, writeGuideAdapter, writeHeldOut } from '../../../builders/held-out.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

async function openApp(dataFolder: string): Promise<App> {
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder }));
  onTestFinished(() => app.dispose());
  return app;
}

async function importGuide(app: App, type: 'F32' | 'Q4_K_M' = 'F32'): Promise<string> {
  const { path } = await guideModel(type);
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  const { modelId } = await app.importModel({ source: { kind: 'path', path }, name: `Opas ${type}` }, watch);
  return modelId ?? '';
}

/** Resolves when the comparison does not run any more. */
async function run(app: App, id: string): Promise<ParentComparison> {
  const { promise, resolve } = Promise.withResolvers<ParentComparison>();
  const stop = app.listen((name, payload) => {
    const { comparison } = payload as { comparison?: ParentComparison };
    if (name === 'lineage.changed' && comparison?.id === id && comparison.state !== 'running') resolve(comparison);
  });
  const started = await app.ask('lineage.start', { comparisonId: id });
  const ended = started.state === 'running' ? await promise : started;
  stop();
  return ended;
}

const ROWS = [
  pairRow('Kuka olet?', 'Olen Sarven opas.', 'En kerro.'),
  pairRow('Mikä on Sarvi?', 'Sarvi on sovellus.', 'Sarvi on kala.'),
  pairRow('What is Sarvi?', 'Sarvi is an app.', 'Sarvi is a fish.'),
  pairRow('Pitkä?', 'sana '.repeat(5000), 'Lyhyt.'),
];

test('an adapter is compared with its base, kept, continued after an end, and found again', async () => {
  const dataFolder = await temporaryFolder();
  const first = await openApp(dataFolder);
  const parentId = await importGuide(first);
  const adapter = await first.ask('adapters.import', {
    path: await writeGuideAdapter(await temporaryFolder()),
    modelId: parentId,
  });
  const path = await writeHeldOut(await temporaryFolder(), ROWS);
  const request: CallInput<'lineage.compare'> = {
    ...{ parentId, source: { kind: 'path', path }, beta: 0.1 },
    child: { kind: 'adapter', adapterId: adapter.id, scale: 2 },
  };
  const made = await first.ask('lineage.compare', request);
  expect(made).toMatchObject({ state: 'paused', phase: 'child', figures: null, fraction: 0 });
  const ended = await run(first, made.id);
  expect(ended).toMatchObject({ state: 'finished', phase: 'ended', fraction: 1, error: null, backend: 'cpu' });
  const { figures } = ended;
  expect(figures).toMatchObject({ rows: 3, tooLong: 1, rated: null });
  expect(figures?.preference?.margin.value).not.toBe(0);
  expect(figures?.perplexity?.parent).toBeGreaterThan(1);
  expect(ended.configuration).toMatchObject({
    data: { name: 'Parit', version: 3, kind: 'preference', rows: 4, unreadable: 0 },
    child: { modelId: parentId, adapter: { adapterId: adapter.id, scale: 2 } },
  });
  for (const format of PARENT_COMPARISON_FORMATS) {
    const file = join(await temporaryFolder(), `comparison.${format}`);
    const wanted = { comparisonId: made.id, format };
    const { sizeBytes } = await first.ask('lineage.export', { ...wanted, path: file });
    const bytes = await readFile(file);
    expect(bytes.length).toBe(sizeBytes);
    let pieces = '';
    for (let cursor: number | null = 0; cursor !== null;) {
      const piece: Awaited<ReturnType<typeof first.ask<'lineage.exportPiece'>>> = await first.ask(
        'lineage.exportPiece',
        {
          ...wanted,
          cursor,
        },
      );
      pieces += piece.text;
      cursor = piece.nextCursor;
    }
    expect(bytes.equals(Buffer.from(pieces)), format).toBe(true);
    const again = first.ask('lineage.export', { ...wanted, path: file });
    await expect(again).rejects.toMatchObject({ code: 'path-exists' });
    await first.ask('lineage.export', { ...wanted, path: file, replace: true });
    const inside = first.ask('lineage.export', { ...wanted, path: join(dataFolder, 'x') });
    await expect(inside).rejects.toMatchObject({ code: 'path-own-data' });
  }
  await first.dispose();

  // As a kill leaves it: the parent has read one row, and a line is cut off.
  const scores = join(dataFolder, 'lineage', made.id, 'scores.jsonl');
  const lines = (await readFile(scores, 'utf8')).trimEnd().split('\n');
  const parentLines = lines.filter((line) => line.includes('"side":"parent"'));
  const kept = lines.filter((line) => line.includes('"side":"child"'));
  const [firstOfParent = ''] = parentLines;
  const parsed = JSON.parse(firstOfParent) as { sums: unknown[] };
  const oneRow = JSON.stringify({ ...parsed, sums: parsed.sums.slice(0, 1) });
  await writeFile(scores, `${[...kept, oneRow].join('\n')}\n`);
  await appendFile(scores, firstOfParent.slice(0, 40));
  const second = await openApp(dataFolder);
  const [found] = await second.ask('lineage.comparisons', {});
  expect(found).toMatchObject({ id: made.id, state: 'paused', phase: 'parent', fraction: 5 / 8 });
  expect((await second.ask('lineage.compare', request)).id).toBe(made.id);
  const again = await run(second, made.id);
  expect(again.figures).toEqual(figures);

  await second.ask('lineage.remove', { comparisonId: made.id });
  expect(await second.ask('lineage.comparisons', {})).toEqual([]);
  await expect(second.ask('lineage.start', { comparisonId: made.id })).rejects.toMatchObject({
    code: 'evaluation-unknown',
  });
});

test('other types, lost models and rows that are no examples are refused, and a model equals itself', async () => {
  const app = await openApp(await temporaryFolder());
  const [parentId, small] = [await importGuide(app), await importGuide(app, 'Q4_K_M')];
  const path = await writeHeldOut(await temporaryFolder(), [sftRow('Kuka olet?', 'Olen Sarven opas.')]);
  const request = (modelId: string, more: Partial<CallInput<'lineage.compare'>> = {}) =>
    app.ask('lineage.compare', {
      ...{ parentId, source: { kind: 'path', path }, child: { kind: 'model', modelId } },
      ...more,
    });
  await expect(request(small)).rejects.toMatchObject({
    code: 'quantizations-differ',
    details: { found: 'Q4_K_M', otherFound: 'F32' },
  });
  expect((await request(small, { differentTypes: true })).configuration.child.fileType).toBe('Q4_K_M');
  await expect(request('gone')).rejects.toMatchObject({ code: 'model-unknown' });
  await expect(request(small, { parentId: 'gone' })).rejects.toMatchObject({ code: 'model-unknown' });
  const missing = { kind: 'version', versionId: 'gone' } as const;
  await expect(request(parentId, { source: missing })).rejects.toMatchObject({ code: 'dataset-version-unknown' });
  const unknown = { kind: 'adapter', adapterId: '0'.repeat(32) } as const;
  await expect(request(parentId, { child: unknown })).rejects.toMatchObject({ code: 'adapter-unknown' });

  const { figures } = await run(app, (await request(parentId)).id);
  expect(figures).toMatchObject({ rows: 1, preference: null, perplexity: { ratio: { value: 1, low: null } } });

  const made = await request(small, { differentTypes: true });
  await app.ask('models.remove', { modelId: small });
  const paused = await run(app, made.id);
  expect(paused).toMatchObject({ state: 'paused', error: { code: 'model-unknown' } });
});
