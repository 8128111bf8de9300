import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { BackendChoice } from '#contract/backends';
import { because } from '#contract/reasons';
import { Backends } from '../../../../../src-main/core/engine/backends/backends.ts';
import type { Child, ChildOptions } from '../../../../../src-main/core/ports.ts';
import { forkChild } from '../../../../../src-main/shells/fork-child.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';

/** A program at the border that behaves by the backend that it is to try: its second argument. */
const DOUBLE = `
const how = JSON.parse(process.env.HOW ?? '{}')[process.argv[3]] ?? 'missing';
process.on('message', () => undefined);
const works = { state: 'works', devices: ['Card of ' + process.argv[3]], totalBytes: 8e9, freeBytes: 7e9 };
if (how === 'works') process.send(works);
else if (how === 'crash') process.abort();
else if (how === 'crash-after') { process.send(works, () => process.abort()); }
else if (how === 'garbage') process.send({ state: 'splendid' });
else if (how === 'throw') throw new Error('the driver is of another version');
else if (how === 'packageless') process.send({ state: 'unavailable', reason: 'cuda-package-missing' });
else if (how === 'missing') process.send({ state: 'unavailable', reason: 'no-graphics-card' });
else for (;;) ;
`;

/** What the probe says where card and runtime are, and their package is not. */
type How = 'packageless' | 'works' | 'crash' | 'crash-after' | 'garbage' | 'throw' | 'missing' | 'hang';

interface Machine {
  how: Readonly<Record<string, How>>;
  wanted?: BackendChoice;
  version?: string;
  platform?: string;
  now?: number;
  deadlineMs?: number;
  hasCudaPackage?: boolean;
}

async function machine(): Promise<{ folder: string; open: (machine: Machine) => Opened }> {
  const folder = await temporaryFolder();
  const entry = join(folder, 'double.mjs');
  await writeFile(entry, DOUBLE);
  return { folder, open: (described) => open(folder, entry, described) };
}

interface Opened {
  readonly backends: Backends;
  /** What was tried, in order. */
  readonly tried: string[];
  readonly children: Child[];
}

function open(folder: string, entry: string, described: Machine): Opened {
  const tried: string[] = [];
  const children: Child[] = [];
  const backends = new Backends(
    {
      spawn: (path: string, options: ChildOptions) => {
        tried.push(options.args?.[1] ?? '');
        const child = forkChild(path, { ...options, environment: { HOW: JSON.stringify(described.how) } });
        children.push(child);
        return child;
      },
      entries: {
        engine: entry,
        convert: '',
        convertWorker: '',
        scoring: '',
        tokenizer: '',
        language: '',
        verdict: '',
        document: '',
        history: '',
      },
      log: { info: () => {}, warn: () => {}, error: () => {} },
      folders: { data: folder, resources: folder },
      version: described.version ?? '1.0.0',
      platform: described.platform ?? 'linux',
      now: () => described.now ?? 1000,
    },
    {
      wanted: () => described.wanted ?? 'auto',
      probeDeadlineMs: described.deadlineMs ?? 60_000,
      hasCudaPackage: () => described.hasCudaPackage ?? false,
    },
  );
  return { backends, tried, children };
}

test('the best that works is chosen, and one that crashes is passed over with its reason', async () => {
  const { open } = await machine();
  const { backends } = open({ how: { cuda: 'crash', vulkan: 'works' } });
  expect(await backends.choose()).toBe('vulkan');
  const [cuda, vulkan, metal, cpu] = await backends.list();
  expect(cuda).toMatchObject({ backend: 'cuda', state: 'broken', reason: because('llama-gave-up'), chosen: false });
  expect(vulkan).toMatchObject({
    state: 'works',
    devices: ['Card of vulkan'],
    memory: { freeBytes: 7e9, totalBytes: 8e9 },
    chosen: true,
  });
  expect(metal).toMatchObject({ state: 'unavailable', reason: because('not-for-this-system') });
  expect(cpu).toMatchObject({ state: 'works', chosen: false });
});

test.each([
  ['hang', 'broken', because('no-answer-within', { seconds: 3 })],
  ['garbage', 'broken', because('broke-the-protocol')],
  ['throw', 'broken', 'the driver is of another version'],
  ['missing', 'unavailable', because('no-graphics-card')],
] as const)('one that does this: %s', async (how, state, reason) => {
  const { open } = await machine();
  const { backends, children } = open({ how: { cuda: how }, ...(how === 'hang' && { deadlineMs: 3000 }) });
  expect(await backends.choose()).toBe('cpu');
  expect((await backends.list())[0]).toMatchObject({ state, reason });
  await expect.poll(() => children.every(({ processId }) => !isRunning(processId))).toBe(true);
});

test('a driver that crashes when its process ends has answered before', async () => {
  const { open } = await machine();
  const { backends } = open({ how: { cuda: 'crash-after' } });
  expect(await backends.choose()).toBe('cuda');
});

test('what was found out is remembered, a broken one until it is tried again', async () => {
  const { open } = await machine();
  await open({ how: { cuda: 'crash', vulkan: 'works' } }).backends.choose();
  const later = open({ how: { cuda: 'works', vulkan: 'works' }, now: 1e12 });
  expect([await later.backends.choose(), later.tried]).toEqual(['vulkan', []]);
  await later.backends.retry('cuda');
  expect([await later.backends.choose(), later.tried]).toEqual(['cuda', ['cuda']]);
});

test('another version of Sarvi tries all of them anew, and so does a week for a card that was not there', async () => {
  const { open } = await machine();
  await open({ how: { cuda: 'crash' } }).backends.choose();
  const soon = open({ how: { cuda: 'works' }, now: 2000 });
  expect([await soon.backends.choose(), soon.tried]).toEqual(['cpu', []]);
  const late = open({ how: { vulkan: 'works' }, now: 1000 + 8 * 24 * 3_600_000 });
  expect([await late.backends.choose(), late.tried]).toEqual(['vulkan', ['vulkan']]);
  const updated = open({ how: { cuda: 'works' }, version: '1.1.0' });
  expect(await updated.backends.choose()).toBe('cuda');
});

test('a wish holds when it works, else the best that does; the processor needs no trying', async () => {
  const { open } = await machine();
  const cpu = open({ how: { cuda: 'works' }, wanted: 'cpu' });
  expect([await cpu.backends.choose(), cpu.tried]).toEqual(['cpu', []]);
  const works = { cuda: 'works', vulkan: 'works' } as const;
  expect(await open({ how: works, wanted: 'vulkan' }).backends.choose()).toBe('vulkan');
  expect(await open({ how: works, wanted: 'metal' }).backends.choose()).toBe('cuda');
});

test('a Mac has Metal', async () => {
  const { open } = await machine();
  const { backends, tried } = open({ how: { metal: 'works' }, platform: 'darwin' });
  expect([await backends.choose(), tried]).toEqual(['metal', ['metal']]);
});

test('two who ask at once have it tried once, and one marked broken in use is not chosen again', async () => {
  const { open } = await machine();
  const { backends, tried } = open({ how: { cuda: 'works' } });
  expect(await Promise.all([backends.choose(), backends.choose()])).toEqual(['cuda', 'cuda']);
  expect(tried.sort()).toEqual(['cuda', 'vulkan']);
  await backends.markBroken('cuda', because('out-of-memory'));
  expect(await backends.choose()).toBe('cpu');
  expect((await backends.list())[0]).toMatchObject({ state: 'broken', reason: because('out-of-memory') });
});

test('a damaged file of findings is replaced', async () => {
  const { folder, open } = await machine();
  await writeFile(join(folder, 'backends.json'), '{"engineVersion": 7, "findings": ');
  expect(await open({ how: { cuda: 'works' } }).backends.choose()).toBe('cuda');
  expect(JSON.parse(await readFile(join(folder, 'backends.json'), 'utf8'))).toMatchObject({
    findings: { cuda: { finding: { state: 'works' } } },
  });
});

test('closing ends a probe that hangs', async () => {
  const { open } = await machine();
  const { backends, children } = open({ how: { cuda: 'hang', vulkan: 'hang' } });
  const choice = backends.choose();
  await expect.poll(() => children.length).toBe(2);
  backends.dispose();
  expect(await choice).toBe('cpu');
  await expect.poll(() => children.every(({ processId }) => !isRunning(processId))).toBe(true);
});

function isRunning(processId: number | undefined): boolean {
  try {
    return processId !== undefined && process.kill(processId, 0);
  } catch {
    return false;
  }
}

test('it knows where only the CUDA package is missing, and looks anew once the package is there', async () => {
  const { open: openOn } = await machine();
  const described: Machine = { how: { cuda: 'packageless' } };
  const { backends, tried } = openOn(described);
  expect(await backends.lacksCudaPackage()).toBe(true);
  Object.assign(described, { how: { cuda: 'missing' }, hasCudaPackage: true });
  expect(await backends.lacksCudaPackage()).toBe(false);
  expect(tried).toEqual(['cuda', 'cuda']);
});
