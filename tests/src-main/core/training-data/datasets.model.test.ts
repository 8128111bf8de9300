import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { App } from '../../../../src-main/core/app.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { queryOf } from '../../../builders/datasets.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

async function openWithGuide(): Promise<{ app: App; modelId: string; dataFolder: string }> {
  const dataFolder = await temporaryFolder();
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder }));
  onTestFinished(() => app.dispose());
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  const { modelId } = await app.importModel({ source: { kind: 'guide' } }, watch);
  return { app, modelId: modelId ?? '', dataFolder };
}

/** Asks the model, waits for its answer, and writes better ones beside it. */
async function askAndEdit(app: App, modelId: string, question: string, better: string): Promise<string> {
  const { id: conversationId } = await app.ask('conversations.create', { modelId });
  await app.ask('conversations.update', { conversationId, sampling: { temperature: 0, maxTokens: 40 } });
  const ended = new Promise<string>((resolve, reject) => {
    const stop = app.listen((name, payload) => {
      if (name !== 'generation.changed') return;
      const event = payload as { kind: string; message?: { id: string } };
      if (event.kind === 'failed') reject(new Error(JSON.stringify(event)));
      if (event.kind !== 'finished') return;
      stop();
      resolve(event.message?.id ?? '');
    });
  });
  await app.ask('chat.send', { conversationId, parentId: null, text: question });
  const messageId = await ended;
  await app.ask('chat.editAnswer', { conversationId, messageId, text: better });
  return conversationId;
}

test('edited answers become a data set, with tokens, a frozen version, and folders for trainers', async () => {
  const { app, modelId, dataFolder } = await openWithGuide();
  const conversationId = await askAndEdit(app, modelId, 'Mikä on Sarvi?', 'Sarvi on sovellus.');
  await askAndEdit(app, modelId, 'What is Sarvi?', 'Sarvi is an app.');
  const { id: datasetId } = await app.ask('datasets.create', {
    name: 'Muokatut',
    query: queryOf({ sources: ['edits'], modelId, testShare: 0, keepCut: true }),
  });
  const { rows, facts, total } = await app.ask('datasets.rows', { datasetId });
  expect(total).toBe(2);
  expect(facts).toMatchObject({ train: 2, test: 0, omitted: [], tokens: { templateSha256: /^[0-9a-f]{64}$/ } });
  for (const row of rows) {
    expect(row.promptTokens).toBeGreaterThan(5);
    expect(row.good?.tokens).toBeGreaterThan(3);
    expect(row.bad?.tokens).toBeGreaterThan(0);
  }
  expect((await app.ask('datasets.rows', { datasetId, search: 'AN APP' })).total).toBe(1);

  const version = await app.ask('datasets.freeze', { datasetId });
  expect(version).toMatchObject({ number: 1, facts });
  await app.ask('datasets.decide', { datasetId, rowId: rows[0]?.id ?? '', excluded: true });
  const second = await app.ask('datasets.freeze', { datasetId });
  expect(second).toMatchObject({ number: 2, facts: { train: 1, omitted: [{ omission: 'by-hand', count: 1 }] } });
  expect(second.digest).not.toBe(version.digest);

  const path = join(await temporaryFolder(), 'trl');
  const { files } = await app.ask('datasets.export', { versionId: version.id, format: 'trl', path });
  expect((await readdir(path, { recursive: true })).filter((name) => name !== 'data').sort()).toEqual(
    [...files].sort(),
  );
  const lines = (await readFile(join(path, 'data/train.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
    rows.map(({ prompt, good, bad }) => ({
      prompt,
      chosen: [{ role: 'assistant', content: good?.text }],
      rejected: [{ role: 'assistant', content: bad?.text }],
    })),
  );
  const manifest = JSON.parse(await readFile(join(path, 'manifest.json'), 'utf8')) as {
    digest: string;
    files: { name: string; sha256: string }[];
  };
  expect(manifest.digest).toBe(version.digest);
  for (const { name, sha256 } of manifest.files) {
    const bytes = await readFile(join(path, name));
    expect(createHash('sha256').update(bytes).digest('hex'), name).toBe(sha256);
  }
  // What the data set looks for later is no matter of its versions.
  await app.ask('datasets.update', { datasetId, query: queryOf({ kind: 'sft', sources: ['edits'], testShare: 0 }) });
  const factory = join(await temporaryFolder(), 'factory');
  await app.ask('datasets.export', { versionId: version.id, format: 'llama-factory', path: factory });
  const [first] = JSON.parse(await readFile(join(factory, 'data/train.json'), 'utf8')) as Record<string, unknown>[];
  expect(first).toMatchObject({
    system: 'Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n',
    conversations: [{ from: 'human', value: rows[0]?.prompt[0]?.content }],
    chosen: { from: 'gpt', value: rows[0]?.good?.text },
  });

  const again = app.ask('datasets.export', { versionId: version.id, format: 'trl', path });
  await expect(again).rejects.toMatchObject({ code: 'path-exists' });
  const inside = app.ask('datasets.export', { versionId: version.id, format: 'trl', path: join(dataFolder, 'x') });
  await expect(inside).rejects.toMatchObject({ code: 'path-own-data' });

  expect(await app.ask('datasets.countFrozen', { conversationIds: [conversationId] })).toEqual({ rows: 1 });
  await app.ask('conversations.remove', { conversationId });
  expect(await app.ask('datasets.countFrozen', { conversationIds: null })).toEqual({ rows: 1 });
  await app.ask('trash.empty', { forgetRows: true });
  const { versions } = await app.ask('datasets.versions', { datasetId });
  expect(versions.map(({ facts: { train } }) => train)).toEqual([1, 1]);
  expect(versions[1]?.digest).not.toBe(version.digest);
  const smaller = join(await temporaryFolder(), 'trl');
  await app.ask('datasets.export', { versionId: version.id, format: 'trl', path: smaller });
  expect((await readFile(join(smaller, 'data/train.jsonl'), 'utf8')).trimEnd().split('\n')).toHaveLength(1);
});

test('words that spell a control token do not reach a trainer, whose tokenizer would read the token', async () => {
  const { app, modelId } = await openWithGuide();
  await askAndEdit(app, modelId, 'Mikä on Sarvi?', 'Sarvi on sovellus.');
  await askAndEdit(app, modelId, 'Mitä <|eot_id|> tekee?', 'Se päättää vuoron.');
  await askAndEdit(app, modelId, 'Mikä päättää vuoron?', 'Merkki <|eot_id|> päättää vuoron.');
  const { id: datasetId } = await app.ask('datasets.create', {
    name: 'Muokatut',
    query: queryOf({ sources: ['edits'], modelId, testShare: 0, keepCut: true }),
  });
  const { rows, facts } = await app.ask('datasets.rows', { datasetId });
  expect(facts).toMatchObject({ train: 1, omitted: [{ omission: 'control-token', count: 2 }] });
  const kept = rows.filter(({ omission }) => omission === null);
  expect(kept.map(({ good }) => good?.text)).toEqual(['Sarvi on sovellus.']);
});

test('a data set without rows is not frozen, and its tokens need a model that is there', async () => {
  const { app } = await openWithGuide();
  const { id: datasetId } = await app.ask('datasets.create', { name: 'Tyhjä', query: queryOf() });
  await expect(app.ask('datasets.freeze', { datasetId })).rejects.toMatchObject({ code: 'dataset-empty' });
  await app.ask('datasets.update', { datasetId, query: queryOf({ modelId: 'gone' }) });
  await expect(app.ask('datasets.rows', { datasetId })).rejects.toMatchObject({ code: 'model-unknown' });
});

test('a model whose file is gone is named, and its rows are there for another choice', async () => {
  const { app, modelId, dataFolder } = await openWithGuide();
  await askAndEdit(app, modelId, 'Mikä on Sarvi?', 'Sarvi on sovellus.');
  const query = queryOf({ sources: ['edits'], modelId, testShare: 0, keepCut: true });
  const { id: datasetId } = await app.ask('datasets.create', { name: 'Muokatut', query });
  await rm(join(dataFolder, 'models', modelId, 'model.gguf'));
  for (const call of ['datasets.rows', 'datasets.freeze'] as const) {
    await expect(app.ask(call, { datasetId })).rejects.toMatchObject({ code: 'model-file-missing' });
  }
  await app.ask('datasets.update', { datasetId, query: { ...query, modelId: null } });
  const { rows, facts } = await app.ask('datasets.rows', { datasetId });
  expect(facts).toMatchObject({ train: 1, tokens: null });
  expect(rows[0]?.good).toMatchObject({ text: 'Sarvi on sovellus.', tokens: null });
  expect(await app.ask('datasets.freeze', { datasetId })).toMatchObject({ number: 1 });
});
