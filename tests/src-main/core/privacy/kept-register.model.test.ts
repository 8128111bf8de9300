import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { EventPayload } from '#contract/contract';
import type { App } from '../../../../src-main/core/app.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { KEPT_FILES, KEPT_TABLES } from '../../../../src-main/core/privacy/kept-register.ts';
import { lockDataFolder } from '../../../../src-main/shells/data-folder-lock.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { writeWebShellFile } from '../../../../src-main/shells/web/web-shell-file.ts';
import { adapterFiles, randomFactors, writeAdapter } from '../../../builders/adapter.ts';
import { openTestDatabase } from '../../../builders/history.ts';
import { say } from '../../../builders/say.ts';
import { openSqlite } from '../../../builders/sqlite.ts';
import { queryOf } from '../../../builders/datasets.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const KEPT = KEPT_FILES.map(({ name }) => name);

test('every table of a history has its line, and every line its table', async () => {
  const database = await openTestDatabase();
  const rows = database.rows<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table'`);
  const tables = rows.map(({ name }) => name.replace(/_(data|idx|content|docsize|config)$/, ''));
  expect([...new Set(tables)].sort()).toEqual(KEPT_TABLES.map(({ name }) => name).sort());
});

test('every file that a life of the app leaves has its line, and what is to go is gone', async () => {
  const folder = await temporaryFolder();
  const lock = lockDataFolder(folder);
  onTestFinished(() => lock.release());
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: folder }));
  onTestFinished(() => app.dispose());
  const signal = new AbortController().signal;
  await app.importModel({ source: { kind: 'guide' } }, { signal, onProgress: () => undefined });
  await say(app, 'Kuka olet?');
  await app.ask('settings.update', { theme: 'dark' });
  await app.ask('drafts.put', { conversationId: null, text: 'kesken' });
  const backup = await app.ask('history.backUp', {});
  await app.ask('history.restore', { backupId: backup.id });
  await app.ask('engine.backends', {});

  const names = await readdir(folder);
  expect(names).toEqual(expect.arrayContaining(['config.json', 'history', 'logs', 'models', 'running.json']));
  expect(names.filter((name) => !KEPT.includes(name))).toEqual([]);

  await app.ask('privacy.deleteAll', { models: true });
  const stays = KEPT_FILES.filter(({ deleted }) => typeof deleted === 'object').map(({ name }) => name);
  const left = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const places = left.map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .split(/[\\/]/),
  );
  // The history goes on with an empty one, and the log with the next line.
  const unexpected = places.filter(([top = '']) => !stays.includes(top) && !['history', 'logs'].includes(top));
  expect(unexpected).toEqual([]);
  expect(
    (await readdir(join(folder, 'history'))).filter((name) => !/^(history\.db(-wal|-shm)?|writers)$/.test(name)),
  ).toEqual([]);
});

test('where every registered file and table has something, deleting everything leaves what the register says', async () => {
  const folder = await temporaryFolder();
  const lock = lockDataFolder(folder);
  onTestFinished(() => lock.release());
  const first = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: folder }));
  const signal = new AbortController().signal;
  await first.importModel({ source: { kind: 'guide' } }, { signal, onProgress: () => undefined });
  const factors = randomFactors([['model.layers.0.self_attn.q_proj', 256, 256]], 4);
  const peft = await writeAdapter(join(await temporaryFolder(), 'peft'), adapterFiles(factors, { alpha: 8 }));
  const modelId = (await first.ask('models.list', {}))[0]?.id;
  await first.ask('adapters.import', { path: peft, modelId });
  await voteOnce(first, modelId ?? '');
  await evaluateOnce(first, modelId ?? '');
  for (const text of ['Hirvenkellokas kukkii suolla.', 'Kerro hirvenkellokkaasta.']) await say(first, text);
  await freezeOnce(first);
  const { conversations } = await first.ask('conversations.list', { limit: 10 });
  const [conversationId = '', other = ''] = conversations.map(({ id }) => id);
  const { id: folderId } = await first.ask('folders.create', { name: 'Suot' });
  const { id: tagId } = await first.ask('tags.create', { name: 'kasvit', colour: 1 });
  await first.ask('conversations.update', { conversationId, folderId, tagIds: [tagId] });
  await first.ask('drafts.put', { conversationId, text: 'kesken' });
  const { branch } = await first.ask('conversations.open', { conversationId: other });
  await first.ask('messages.remove', { conversationId: other, messageId: branch[1]?.id ?? '' });
  await first.ask('folders.addFile', { folderId, name: 'suot.txt', text: 'Hirvenkellokas kukkii kesällä.' });
  const backup = await first.ask('history.backUp', {});
  await first.ask('history.restore', { backupId: backup.id });
  await first.ask('settings.update', { theme: 'dark' });
  const prompt = { title: 'Hirvenkellokas', about: '', group: '', fields: [], body: 'Kerro hirvenkellokkaasta.' };
  await first.ask('promptlibrary.save', { promptId: null, language: 'fi', content: prompt, digest: null });
  writeWebShellFile(folder, { running: null, pages: [] });
  // As the app ends, what it has read is kept.
  await first.dispose();
  const database = join(folder, 'history', 'history.db');
  onDatabase(database, (sqlite) => sqlite.exec(`INSERT OR IGNORE INTO due_work VALUES ('nothing')`));
  // There while a text is read under two models in turn.
  for (const name of ['scoring', 'updates', 'prompts', 'cuda']) await mkdir(join(folder, name), { recursive: true });
  await mkdir(join(folder, 'perplexity'));
  await writeFile(join(folder, 'perplexity', `${modelId ?? ''}.json`), '{"name": "hirvenkellokas.txt"}');
  await mkdir(join(folder, 'lineage', 'one'), { recursive: true });
  await writeFile(join(folder, 'lineage', 'one', 'rows.jsonl'), '{"answers": ["Hirvenkellokas kukkii."]}');
  for (const { name } of KEPT_FILES) {
    const path = join(folder, name);
    if (!existsSync(path)) await writeFile(path, '{}');
    // What its owner does not know.
    else if (name !== 'history' && (await stat(path)).isDirectory()) await mkdir(join(path, 'left behind'));
  }
  expect(emptyTables(database)).toEqual([]);
  for (const name of ['models', 'adapters', 'states', 'evaluations', 'logs']) {
    expect((await readdir(join(folder, name))).length, name).toBeGreaterThan(1);
  }

  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: folder }));
  onTestFinished(() => app.dispose());
  expect(await app.ask('privacy.deleteAll', { models: true })).toEqual({ away: [] });
  expect(await app.ask('conversations.list', { limit: 10 })).toEqual({ conversations: [], nextCursor: null });
  for (const { name, deleted } of KEPT_FILES) {
    const path = join(folder, name);
    if (typeof deleted === 'object') expect(existsSync(path), name).toBe(true);
    else if (name === 'history') expect(emptyTables(database)).toEqual(KEPT_TABLES.map((table) => table.name));
    else if (name.endsWith('.json')) expect(existsSync(path), name).toBe(false);
    else expect((await readdir(path)).filter((left) => left !== 'sarvi.log')).toEqual([]);
  }
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    expect(await readFile(join(entry.parentPath, entry.name), 'latin1'), entry.name).not.toMatch(/hirvenkellok/i);
  }
});

/** The registered tables without a row. */
function emptyTables(database: string): string[] {
  return onDatabase(database, (sqlite) =>
    KEPT_TABLES.map(({ name }) => name).filter(
      (name) => sqlite.prepare(`SELECT count(*) FROM ${name}`).pluck().get() === 0,
    ),
  );
}

function onDatabase<Value>(path: string, look: (sqlite: ReturnType<typeof openSqlite>) => Value): Value {
  const sqlite = openSqlite(path);
  try {
    return look(sqlite);
  } finally {
    sqlite.close();
  }
}

test('what the privacy page lists are the lines of the register', async () => {
  const folder = await temporaryFolder();
  writeWebShellFile(folder, { running: null, pages: [] });
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: folder }));
  onTestFinished(() => app.dispose());
  const kept = await app.ask('privacy.kept', {});
  const kinds = kept.map(({ kind }) => kind);
  const expected = KEPT_FILES.flatMap(({ kind }) => kind ?? []);
  expect(new Set(kinds)).toEqual(new Set([...expected, 'backups']));
  const path = join(folder, 'web-shell.json');
  expect(kept).toContainEqual({ kind: 'page-keys', path, sizeBytes: (await stat(path)).size });
});

/** A comparison of one prompt with a vote. */
async function freezeOnce(app: App): Promise<void> {
  const query = queryOf({ kind: 'sft', sources: ['conversations'], keepCut: true });
  const { id: datasetId } = await app.ask('datasets.create', { name: 'Keskustelut', query });
  const { rows } = await app.ask('datasets.rows', { datasetId });
  await app.ask('datasets.decide', { datasetId, rowId: rows[0]?.id ?? '', excluded: true });
  await app.ask('datasets.freeze', { datasetId });
}

async function voteOnce(app: App, modelId: string): Promise<void> {
  const columns = [3, 9].map((maxTokens) => ({ modelId, sampling: { maxTokens, temperature: 0 } }));
  const prompts = [{ turns: ['Mitä hirvenkellokas tekee?'] }];
  const { id: comparisonId } = await app.ask('comparisons.create', { kind: 'set', columns, prompts });
  const ended = new Promise<void>((resolve) => {
    app.listen((name, payload) => {
      if (name === 'comparison.run' && (payload as EventPayload<'comparison.run'>).state !== 'running') resolve();
    });
  });
  await app.ask('comparisons.run', { comparisonId });
  await ended;
  const { pair } = await app.ask('votes.next', { comparisonId });
  await app.ask('votes.cast', { pairId: pair?.pairId ?? '', vote: 'b', reasons: ['too-short'], note: 'lyhyt' });
}

/** An evaluation of one prompt. */
async function evaluateOnce(app: App, modelId: string): Promise<void> {
  const data = join(await temporaryFolder(), 'ifeval.jsonl');
  const prompt = 'Mitä hirvenkellokas tekee? Älä käytä pilkkuja.';
  const row = { key: 1, prompt, instruction_id_list: ['punctuation:no_comma'], kwargs: [{}] };
  await writeFile(data, JSON.stringify(row));
  const { id } = await app.ask('evaluations.create', { modelId, task: 'ifeval-fi', files: { data } });
  const ended = new Promise<void>((resolve) => {
    app.listen((name, payload) => {
      if (name !== 'evaluation.changed') return;
      const event = payload as EventPayload<'evaluation.changed'>;
      if (event.kind === 'changed' && event.run.state === 'finished') resolve();
    });
  });
  await app.ask('evaluations.start', { evaluationId: id });
  await ended;
}
