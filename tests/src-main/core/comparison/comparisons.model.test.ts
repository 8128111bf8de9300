import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { CallInput, CallOutput, EventPayload } from '#contract/contract';
import type { App } from '../../../../src-main/core/app.ts';
import type { Child } from '../../../../src-main/core/ports.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const GUIDE = join(import.meta.dirname, '../../../../resources/guide-model');

type Column = CallInput<'comparisons.create'>['columns'][number];

interface Setting {
  readonly app: App;
  readonly modelId: string;
  /** Every engine process that was started. */
  readonly engines: readonly Child[];
  readonly column: (sampling?: Column['sampling'], more?: Partial<Column>) => Column;
}

async function open(dataFolder?: string): Promise<Setting> {
  const ports = createNodePorts({ shell: 'web', dataFolder: dataFolder ?? (await temporaryFolder()) });
  const engines: Child[] = [];
  const app = await createCheckedApp({
    ...ports,
    spawn(entry, options) {
      const child = ports.spawn(entry, options);
      if (entry === ports.entries.engine && !options.args?.includes('--probe')) engines.push(child);
      return child;
    },
  });
  onTestFinished(() => app.dispose());
  const known = await app.ask('models.list', {});
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  const imported = known[0] ? null : await app.importModel({ source: { kind: 'guide' } }, watch);
  const modelId = known[0]?.id ?? imported?.modelId ?? expect.unreachable('the guide was not imported');
  const column: Setting['column'] = (sampling = {}, more = {}) => ({
    modelId,
    sampling: { maxTokens: 12, ...sampling },
    ...more,
  });
  return { app, modelId, column, engines };
}

/** Resolves when so many answers have ended. */
function ends(app: App, count: number): Promise<EventPayload<'generation.changed'>[]> {
  const ended: EventPayload<'generation.changed'>[] = [];
  return new Promise((resolve) => {
    const stop = app.listen((name, payload) => {
      if (name !== 'generation.changed') return;
      const event = payload as EventPayload<'generation.changed'>;
      if (event.kind !== 'finished' && event.kind !== 'failed') return;
      ended.push(event);
      if (ended.length < count) return;
      stop();
      resolve(ended);
    });
  });
}

function runEnds(app: App): Promise<EventPayload<'comparison.run'>> {
  return new Promise((resolve) => {
    const stop = app.listen((name, payload) => {
      const run = payload as EventPayload<'comparison.run'>;
      if (name !== 'comparison.run' || run.state === 'running') return;
      stop();
      resolve(run);
    });
  });
}

async function branchTexts(app: App, cell: { conversationId: string | null } | undefined): Promise<string[]> {
  const { branch } = await app.ask('conversations.open', { conversationId: cell?.conversationId ?? '' });
  return branch.map(({ text }) => text);
}

const cellsOf = ({ rows }: CallOutput<'comparisons.open'>) => rows.flatMap(({ cells }) => cells);

test('all columns answer in both languages, again with the same seeds, and go on for further turns', async () => {
  const { app, column, modelId } = await open();
  const columns = [column({ temperature: 1 }), column({ temperature: 1 }), column({}, { templateModelId: modelId })];
  const { id, controls } = await app.ask('comparisons.create', { kind: 'chat', columns, languages: ['fi', 'en'] });
  expect(controls).toHaveLength(1);
  const { rows } = await app.ask('comparisons.open', { comparisonId: id });
  const questions = rows.map((row) => ({
    rowId: row.id,
    text: row.language === 'fi' ? 'Mitä osaat?' : 'What can you do?',
  }));
  const first = ends(app, 6);
  const asked = await app.ask('comparisons.ask', { comparisonId: id, questions });
  expect(asked.cells.map(({ generationId }) => generationId !== null)).toEqual(Array(6).fill(true));
  const answers = new Map((await first).map((event) => [event.conversationId, event]));
  const opened = await app.ask('comparisons.open', { comparisonId: id });
  expect(cellsOf(opened).map(({ state }) => state)).toEqual(Array(6).fill('complete'));
  const verdicts = opened.rows.map(({ cells }) => cells.map(({ language }) => language?.found));
  expect(verdicts[0]).toContain('fi');
  expect(verdicts[1]).toContain('en');
  const second = ends(app, 6);
  await app.ask('comparisons.regenerate', { comparisonId: id, seeds: 'same' });
  for (const event of await second) {
    const before = answers.get(event.conversationId);
    if (before?.kind !== 'finished' || event.kind !== 'finished') throw new Error('every answer finishes');
    expect(event.message.generation?.seed).toBe(before.message.generation?.seed);
    expect(event.message.text).toBe(before.message.text);
  }
  const third = ends(app, 3);
  await app.ask('comparisons.ask', { comparisonId: id, questions: [{ rowId: rows[0]?.id ?? '', text: 'Kiitos.' }] });
  await third;
  const [fi, en] = (await app.ask('comparisons.open', { comparisonId: id })).rows;
  expect(await branchTexts(app, fi?.cells[0])).toHaveLength(4);
  expect(await branchTexts(app, en?.cells[0])).toHaveLength(2);
  expect(await app.ask('conversations.list', { limit: 5 })).toMatchObject({ conversations: [] });
});

test('a model that was removed fails its column in words, and the others go on', async () => {
  const { app, column, modelId } = await open();
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  const other = await app.importModel({ source: { kind: 'guide' }, quantization: 'Q4_K_M' }, watch);
  const columns = [column(), { ...column(), modelId: other.modelId ?? '' }];
  const { id } = await app.ask('comparisons.create', { kind: 'chat', columns });
  await app.ask('models.remove', { modelId: other.modelId ?? '' });
  const { rows } = await app.ask('comparisons.open', { comparisonId: id });
  const ended = ends(app, 1);
  const question = { rowId: rows[0]?.id ?? '', text: 'Mitä osaat?' };
  const { cells } = await app.ask('comparisons.ask', { comparisonId: id, questions: [question] });
  expect(cells[1]).toMatchObject({ generationId: null, assistantMessage: { error: { code: 'model-unknown' } } });
  expect(await ended).toMatchObject([{ kind: 'finished' }]);
  const opened = await app.ask('comparisons.open', { comparisonId: id });
  expect(cellsOf(opened).map(({ state }) => state)).toEqual(['complete', 'failed']);
  const set = await app.ask('comparisons.create', {
    kind: 'set',
    columns: [column(), { ...column(), templateModelId: modelId }],
    prompts: [{ turns: ['Mitä osaat?'] }],
  });
  await app.ask('models.remove', { modelId });
  const over = runEnds(app);
  await app.ask('comparisons.run', { comparisonId: set.id });
  const run = await over;
  expect(run).toMatchObject({ state: 'paused', done: 0 });
  for (const { error } of run.columns) expect(error).toMatchObject({ code: 'model-unknown' });
});

test('a set that was cut off goes on where it was, and writes nothing twice', async () => {
  const folder = await temporaryFolder();
  const first = await open(folder);
  const prompts = [
    { turns: ['Kuka olet?', 'Mitä osaat?'], language: 'fi' as const },
    ...Array.from({ length: 5 }, (_, index) => ({ turns: [`Kerro asia ${index}.`], language: 'fi' as const })),
  ];
  const columns = [first.column({ temperature: 0 }), first.column({ temperature: 1 })];
  const { id } = await first.app.ask('comparisons.create', { kind: 'set', columns, prompts });
  let events = 0;
  first.app.listen((name) => (events += Number(name === 'generation.changed')));
  const begun = new Promise<void>((resolve) => {
    first.app.listen((name, payload) => {
      if (name === 'comparison.run' && (payload as EventPayload<'comparison.run'>).done >= 3) resolve();
    });
  });
  await first.app.ask('comparisons.run', { comparisonId: id });
  await begun;
  const paused = await first.app.ask('comparisons.pause', { comparisonId: id });
  const opened = await first.app.ask('comparisons.open', { comparisonId: id });
  const finished = cellsOf(opened).filter(({ state }) => state === 'complete');
  expect(finished.length).toBe(paused.done);
  const texts = await Promise.all(finished.map((cell) => branchTexts(first.app, cell)));
  expect(events).toBe(0);
  await first.app.dispose();
  const { app } = await open(folder);
  const over = runEnds(app);
  const resumed = await app.ask('comparisons.run', { comparisonId: id });
  expect(resumed.done).toBeGreaterThanOrEqual(paused.done);
  if (resumed.state === 'running') expect(await over).toMatchObject({ state: 'finished', done: 12, failed: 0 });
  expect(await Promise.all(finished.map((cell) => branchTexts(app, cell)))).toEqual(texts);
  const all = cellsOf(await app.ask('comparisons.open', { comparisonId: id }));
  for (const [index, cell] of all.entries()) {
    const { branch } = await app.ask('conversations.open', { conversationId: cell.conversationId ?? '' });
    expect(branch).toHaveLength(index < 2 ? 4 : 2);
    for (const { siblingIds } of branch) expect(siblingIds).toHaveLength(1);
  }
  const sitting = await app.ask('votes.next', { comparisonId: id });
  expect(sitting.remaining + sitting.identical).toBeGreaterThan(0);
  expect(await app.ask('votes.summary', { comparisonId: id })).toMatchObject({ votes: 0, pairs: [{ winRate: null }] });
});

test('an engine that crashes on the way costs no answer', async () => {
  const { app, column, engines } = await open();
  const prompts = Array.from({ length: 4 }, (_, index) => ({ turns: [`Kerro asia ${index}.`] }));
  const columns = [column({ temperature: 1, maxTokens: 60 }), column({ temperature: 1, maxTokens: 60 })];
  const { id } = await app.ask('comparisons.create', { kind: 'set', columns, prompts });
  let killed = false;
  app.listen((name, payload) => {
    if (name !== 'comparison.run' || killed || (payload as EventPayload<'comparison.run'>).done < 1) return;
    killed = true;
    for (const engine of engines) engine.kill();
  });
  const over = runEnds(app);
  await app.ask('comparisons.run', { comparisonId: id });
  expect(await over).toMatchObject({ state: 'finished', done: 8, failed: 0 });
  const cells = cellsOf(await app.ask('comparisons.open', { comparisonId: id }));
  for (const cell of cells) expect(await branchTexts(app, cell)).toHaveLength(2);
});

test('a base model goes on with the prompt that another one would read', async () => {
  const { app, modelId, column } = await open();
  const folder = join(await temporaryFolder(), 'guide-base');
  await cp(GUIDE, folder, { recursive: true });
  const config = join(folder, 'tokenizer_config.json');
  const { chat_template: _template, ...rest } = JSON.parse(await readFile(config, 'utf8')) as Record<string, unknown>;
  await writeFile(config, JSON.stringify(rest));
  await rm(join(folder, 'chat_template.jinja'), { force: true });
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  const source = { kind: 'path', path: folder } as const;
  const base = await app.importModel({ source, quantization: 'Q8_0', name: 'Guide Base' }, watch);
  const greedy = column({ temperature: 0 });
  const columns = [greedy, { ...greedy, modelId: base.modelId ?? '' }];
  const continued = { ...greedy, modelId: base.modelId ?? '', templateModelId: modelId };
  const { id } = await app.ask('comparisons.create', { kind: 'chat', columns: [...columns, continued] });
  const { rows } = await app.ask('comparisons.open', { comparisonId: id });
  const ended = ends(app, 3);
  const question = { rowId: rows[0]?.id ?? '', text: 'Mitä osaat?' };
  await app.ask('comparisons.ask', { comparisonId: id, questions: [question] });
  await ended;
  const cells = cellsOf(await app.ask('comparisons.open', { comparisonId: id }));
  const [own, bare, other] = await Promise.all(cells.map(async (cell) => (await branchTexts(app, cell))[1]));
  expect(other).toBe(own);
  expect(bare).not.toBe(own);
});
