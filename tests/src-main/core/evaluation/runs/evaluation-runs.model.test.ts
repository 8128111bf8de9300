import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallInput, CallOutput, EventPayload } from '#contract/contract';
import type { EvaluationRun, EvaluationSample } from '#contract/evaluations';
import type { App } from '../../../../../src-main/core/app.ts';
import { createNodePorts } from '../../../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../../../../builders/checked-app.ts';
import { GUIDE_CHECKPOINT } from '../../../../builders/conversion-ports.ts';
import { writeGuideAdapter } from '../../../../builders/held-out.ts';
import { say } from '../../../../builders/say.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

let dataFolder = '';
let modelId = '';
let app: App;

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'sarvi-test-'));
  app = await open();
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  await app.importModel({ source: { kind: 'guide' } }, watch);
  modelId = (await app.ask('models.list', {}))[0]?.id ?? '';
  await app.ask('settings.update', { defaultModelId: modelId });
});

afterAll(async () => {
  await app.dispose();
  await rm(dataFolder, { recursive: true, force: true });
});

function open(): Promise<App> {
  return createCheckedApp(createNodePorts({ shell: 'web', dataFolder }));
}

function make(wanted: Partial<CallInput<'evaluations.create'>> = {}): Promise<EvaluationRun> {
  return app.ask('evaluations.create', { modelId, task: 'ifeval-en', limit: 4, ...wanted });
}

/** Resolves with the first status of a run of which this holds. */
function until(id: string, holds: (run: EvaluationRun) => boolean): Promise<EvaluationRun> {
  return new Promise((resolve) => {
    const end = app.listen((name, payload) => {
      if (name !== 'evaluation.changed') return;
      const event = payload as EventPayload<'evaluation.changed'>;
      if (event.kind !== 'changed' || event.run.id !== id || !holds(event.run)) return;
      end();
      resolve(event.run);
    });
  });
}

async function runToEnd(id: string): Promise<EvaluationRun> {
  const ended = until(id, ({ state }) => state !== 'running');
  await app.ask('evaluations.start', { evaluationId: id });
  return ended;
}

test('a run is asked, judged and measured, and says what it needs to be repeated', async () => {
  const made = await make();
  expect(made).toMatchObject({ state: 'paused', phase: 'answering', total: 4, answered: 0, metrics: [] });
  const ended = await runToEnd(made.id);
  expect(ended).toMatchObject({ state: 'finished', phase: null, answered: 4, judged: 4, failures: [], error: null });
  expect(ended.metrics.map(({ name }) => name)).toEqual([
    'prompt_level_strict_acc',
    'inst_level_strict_acc',
    'prompt_level_loose_acc',
    'inst_level_loose_acc',
  ]);
  expect(ended.metrics[0]).toMatchObject({ errorBy: 'reference', samples: 4, unit: 'share' });
  expect(ended.metrics[1]).toMatchObject({ errorBy: 'bootstrap' });
  expect(ended.configuration).toMatchObject({
    data: { name: 'sarvi-en', isOwn: true, rows: 104 },
    limit: 4,
    samples: 4,
    samplings: [{ temperature: 0, maxTokens: 1280 }],
    template: { kind: 'chat' },
  });
  expect(ended.sessions).toHaveLength(1);
  expect(ended.sessions[0]?.llamaCpp).toMatch(/llama/);

  const { samples, total } = await app.ask('evaluations.samples', { evaluationId: made.id, limit: 10 });
  expect(total).toBe(4);
  for (const { own } of samples) {
    expect(own.answers).toHaveLength(1);
    expect(own.judgement?.kind).toBe('instructions');
  }

  const itself = await app.ask('evaluations.compare', { evaluationId: made.id, otherId: made.id });
  expect(itself).toMatchObject({
    samples: 4,
    means: null,
    verdicts: { strict: { onlyOwn: 0, onlyOther: 0, pValue: 1 } },
  });
  const [first] = samples;
  const opened = await app.ask('evaluations.openSample', { evaluationId: made.id, key: first?.own.key ?? '' });
  expect(opened).toMatchObject({ modelId, sampling: { temperature: 0, maxTokens: 1280 } });
  const { branch } = await app.ask('conversations.open', { conversationId: opened.id });
  expect(branch.map(({ role, text }) => [role, text])).toEqual([
    ['user', first?.own.turns[0]],
    ['assistant', first?.own.answers[0]?.text],
  ]);
  expect(branch[1]?.generation).toMatchObject({ modelId, seed: first?.own.answers[0]?.seed });
  const unknown = app.ask('evaluations.openSample', { evaluationId: made.id, key: 'none' });
  await expect(unknown).rejects.toMatchObject({ code: 'evaluation-unknown' });
});

test('a run with an adapter is another one, and has the answers of the model with it', async () => {
  const { id: adapterId } = await app.ask('adapters.import', {
    path: await writeGuideAdapter(await temporaryFolder()),
    modelId,
  });
  const answers = async (adapters: { adapterId: string; scale: number }[]): Promise<unknown[]> => {
    const { id } = await make({ limit: 2, adapters, continues: true });
    expect(await runToEnd(id)).toMatchObject({ state: 'finished', answered: 2 });
    const { samples } = await app.ask('evaluations.samples', { evaluationId: id, limit: 10 });
    return samples.map(({ own }) => own.answers[0]?.text);
  };
  const alone = await answers([]);
  expect(await answers([{ adapterId, scale: 4 }])).not.toEqual(alone);
  expect(await answers([{ adapterId, scale: 0 }])).toEqual(alone);
});

test('a paused run goes on after a restart and asks only what is missing', async () => {
  const made = await make({ limit: 30, seed: 5 });
  const some = until(made.id, ({ answered }) => answered >= 2);
  await app.ask('evaluations.start', { evaluationId: made.id });
  await some;
  const paused = await app.ask('evaluations.pause', { evaluationId: made.id });
  expect(paused).toMatchObject({ state: 'paused', error: null });
  expect(paused.answered).toBeLessThan(30);
  await app.dispose();

  app = await open();
  expect((await app.ask('evaluations.list', {})).find(({ id }) => id === made.id)).toMatchObject({
    state: 'paused',
    answered: paused.answered,
  });
  expect(await runToEnd(made.id)).toMatchObject({ state: 'finished', judged: 30 });
  const keys = (await answersOf(made.id)).map(({ key }) => key);
  expect(keys).toHaveLength(30);
  expect(new Set(keys).size).toBe(30);
});

test('what other settings would answer is never mixed into a run', async () => {
  const made = await make({ seed: 9 });
  expect((await make({ seed: 9, continues: true })).id).toBe(made.id);
  expect((await make({ seed: 10, continues: true })).id).not.toBe(made.id);
  await app.ask('settings.update', { kvCacheType: 'q8_0' });
  expect((await make({ seed: 9, continues: true })).id).not.toBe(made.id);
  const refused = await runToEnd(made.id);
  expect(refused).toMatchObject({ state: 'paused', answered: 0, error: { code: 'evaluation-changed' } });
  await app.ask('settings.update', { kvCacheType: 'f16' });
  expect(await runToEnd(made.id)).toMatchObject({ state: 'finished', error: null });
});

test('a prompt that the window cannot hold is counted as left out, and the others are measured', async () => {
  const rows = [1, 2].map((key) => ({
    key,
    prompt: key === 1 ? 'Kerro lyhyesti suosta. Älä käytä pilkkua.' : `Kerro soista. ${'Suo on märkä. '.repeat(400)}`,
    instruction_id_list: ['punctuation:no_comma'],
    kwargs: [{}],
  }));
  const data = join(await temporaryFolder(), 'two.jsonl');
  await writeFile(data, rows.map((row) => JSON.stringify(row)).join('\n'));
  const { id } = await make({ files: { data }, limit: null });
  const ended = await runToEnd(id);
  expect(ended).toMatchObject({ state: 'finished', judged: 1, failures: [{ code: 'prompt-too-long', samples: 1 }] });
  expect(ended.metrics.every(({ samples }) => samples === 1)).toBe(true);
  const { samples, total } = await app.ask('evaluations.samples', { evaluationId: id, filter: 'left-out', limit: 5 });
  expect(total).toBe(1);
  expect(samples[0]?.own).toMatchObject({
    key: '2',
    answers: [],
    judgement: null,
    failure: { code: 'prompt-too-long' },
  });
});

test('a model without a chat template is asked only if the user wants it to go on with the text', async () => {
  const path = join(await temporaryFolder(), 'Pohjaton');
  await cp(GUIDE_CHECKPOINT, path, { recursive: true });
  const file = join(path, 'tokenizer_config.json');
  const { chat_template: _template, ...others } = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await writeFile(file, JSON.stringify(others));
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  await app.importModel({ source: { kind: 'path', path }, quantization: 'Q8_0', name: 'Pohjaton' }, watch);
  const base = (await app.ask('models.list', {})).find(({ name }) => name === 'Pohjaton')?.id ?? '';
  await expect(make({ modelId: base })).rejects.toMatchObject({ code: 'template-missing' });
  const made = await make({ modelId: base, completes: true, limit: 1 });
  expect(made.configuration.template).toEqual({ kind: 'completion', sha256: null, dateString: null });
  expect(await runToEnd(made.id)).toMatchObject({ state: 'finished', judged: 1 });
});

test('an estimate says what would be asked, how long it takes, and how exact it is', async () => {
  const wanted = { modelId, task: 'ifeval-en', limit: 26 } as const;
  const estimate = await app.ask('evaluations.estimate', { ...wanted, measures: true });
  expect(estimate).toMatchObject({ rows: 104, samples: 26, faultCount: 0, hasTemplate: true, needsJudge: false });
  expect(estimate.halfWidth).toBeCloseTo(1.96 * 0.1, 10);
  expect(estimate.speedFrom).toBe('run');
  expect(estimate.seconds?.usual).toBeGreaterThan(0);
  expect(estimate.seconds?.most).toBeGreaterThanOrEqual(estimate.seconds?.usual ?? Infinity);
});

test('rows of a hostile file are named and left out, and one without a single row of use is refused', async () => {
  const folder = await temporaryFolder();
  const good = { key: 1, prompt: 'Hei', instruction_id_list: ['punctuation:no_comma'], kwargs: [{}] };
  const rows = [
    JSON.stringify(good),
    JSON.stringify(good),
    JSON.stringify({ ...good, key: 2, instruction_id_list: ['detectable_format:poem'] }),
    JSON.stringify({ ...good, key: 3, kwargs: [] }),
    JSON.stringify({ ...good, key: 4, kwargs: [{ num_words: 'many' }] }),
    '{"key": NaN, "prompt": "Hei", "instruction_id_list": ["punctuation:no_comma"], "kwargs": [{}]}',
    '{"question_id": 81, "turns": ["Hi", "And?"]}',
    `{"key": 5, "prompt": "${'x'.repeat(5 * 2 ** 20)}", "instruction_id_list": [], "kwargs": []}`,
    '[1, 2]',
  ];
  const data = join(folder, 'hostile.jsonl');
  await writeFile(data, rows.join('\n'));
  const estimate = await app.ask('evaluations.estimate', { modelId, task: 'ifeval-en', files: { data } });
  expect(estimate).toMatchObject({ rows: 1, samples: 1, faultCount: 8, halfWidth: null });
  expect(estimate.faults.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  const made = await make({ task: 'ifeval-en', files: { data }, limit: null });
  expect(made.configuration.data).toMatchObject({ name: 'hostile.jsonl', isOwn: false, rows: 1, faults: 8 });
  // The run has its questions: the file is not needed any more.
  await rm(data);
  expect(await runToEnd(made.id)).toMatchObject({ state: 'finished', judged: 1 });

  await writeFile(data, rows.slice(2).join('\n'));
  const refused = make({ task: 'ifeval-en', files: { data } });
  await expect(refused).rejects.toMatchObject({ code: 'ifeval-set-malformed' });
  await expect(make({ files: { data: join(folder, 'missing') } })).rejects.toMatchObject({ code: 'path-missing' });
});

test('samples are found by what came of them, and beside those of another run', async () => {
  const one = await make({ limit: 5, seed: 21 });
  const two = await make({ limit: 5, seed: 21, task: 'ifeval-fi' });
  await runToEnd(one.id);
  await runToEnd(two.id);
  const find = (wanted: Partial<CallInput<'evaluations.samples'>>): Promise<CallOutput<'evaluations.samples'>> =>
    app.ask('evaluations.samples', { evaluationId: one.id, otherId: two.id, limit: 200, ...wanted });
  const all = await find({});
  expect(all.samples.map(({ own, other }) => own.key === other?.key)).toEqual([true, true, true, true, true]);
  const isFailed = ({ own }: (typeof all.samples)[number]): boolean =>
    own.judgement?.kind === 'instructions' && own.judgement.instructions.some(({ strict }) => !strict);
  expect((await find({ filter: 'failed' })).samples).toEqual(all.samples.filter(isFailed));
  const verdicts = (sample: EvaluationSample | null): unknown =>
    sample?.judgement?.kind === 'instructions' &&
    sample.judgement.instructions.map(({ strict, loose }) => [strict, loose].join());
  expect((await find({ filter: 'differs' })).samples).toEqual(
    all.samples.filter(({ own, other }) => String(verdicts(own)) !== String(verdicts(other))),
  );
  expect(await find({ offset: 3, limit: 1 })).toEqual({ samples: all.samples.slice(3, 4), total: 5 });
  const word = all.samples[2]?.own.turns[0]?.slice(0, 12).toUpperCase() ?? '';
  expect((await find({ text: word })).samples).toContainEqual(all.samples[2]);
  expect((await find({ text: 'sanaa jota ei ole' })).total).toBe(0);

  await app.ask('evaluations.remove', { evaluationId: one.id });
  await expect(find({})).rejects.toMatchObject({ code: 'evaluation-unknown' });
  expect((await app.ask('evaluations.list', {})).map(({ id }) => id)).not.toContain(one.id);
});

// The last one: runs of other models wait for some time after it.
test('a conversation is answered first, and the run then goes on by itself', async () => {
  await app.ask('settings.update', { parallelAnswers: 1 });
  const made = await make({ limit: 60, seed: 6 });
  const begun = until(made.id, ({ answered }) => answered >= 1);
  await app.ask('evaluations.start', { evaluationId: made.id });
  const { answered } = await begun;
  const waited = until(made.id, ({ waits }) => waits);
  const wentOn = waited.then((waiting) => until(made.id, (run) => !run.waits && run.answered > waiting.answered));
  await say(app, 'Kuka olet?');
  expect((await waited).state).toBe('running');
  expect((await wentOn).answered).toBeGreaterThan(answered);
  expect(await app.ask('evaluations.pause', { evaluationId: made.id })).toMatchObject({ error: null });
  await app.ask('settings.update', { parallelAnswers: 2 });
});

async function answersOf(id: string): Promise<{ key: string }[]> {
  const text = await readFile(join(dataFolder, 'evaluations', id, 'samples.jsonl'), 'utf8');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string; key: string });
  return lines.filter(({ kind }) => kind === 'answers');
}
