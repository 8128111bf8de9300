import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { ChildExit, ChildOptions } from '../../../src-main/core/ports.ts';
import { forkChild } from '../../../src-main/shells/fork-child.ts';

const folder = mkdtempSync(join(tmpdir(), 'sarvi fork child ')); // with spaces
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;

/** Runs `code` as a child; collects its messages until it has ended. */
function run(code: string, options: ChildOptions = { title: 'sarvi-test' }) {
  const path = join(folder, `child-${(count += 1)}.mjs`);
  writeFileSync(path, code);
  const child = forkChild(path, options);
  const messages: unknown[] = [];
  child.onMessage((message) => messages.push(message));
  const ended = new Promise<ChildExit & { messages: unknown[] }>((resolve) =>
    child.onExit((exit) => resolve({ ...exit, messages: [...messages] })),
  );
  return { child, ended, messages };
}

it('carries structured clones both ways', async () => {
  const { child, ended } = run(`process.once('message', (m) => process.send(m, () => process.disconnect()));`);
  const message = {
    map: new Map([[1, new Set(['ä'])]]),
    bytes: new Uint8Array([1, 2]),
    big: 2n ** 64n,
    hole: undefined,
  };
  child.send(message);
  expect(await ended).toEqual({ code: 0, signal: null, errorTail: '', messages: [message] });
});

it('tells the exit after the last message, with the end of the error stream', async () => {
  const { ended } = run(`
    for (let i = 1; i < 2000; i += 1) process.send(i);
    process.stderr.write('x'.repeat(100_000) + ' the cause\\n');
    process.send(2000, () => process.exit(3));
  `);
  const { code, messages, errorTail } = await ended;
  expect([code, messages.length, errorTail.length <= 4000, errorTail.endsWith('x the cause')]).toEqual([
    3,
    2000,
    true,
    true,
  ]);
});

it('gives arguments, environment and a title', async () => {
  const { ended } = run(`process.send([process.argv.slice(2), process.env.WORD, process.title, process.execArgv]);`, {
    title: 'sarvi-titled',
    args: ['a b', 'c'],
    environment: { WORD: 'sana' },
  });
  const { messages } = await ended;
  expect(messages).toEqual([[['a b', 'c'], 'sana', 'sarvi-titled', ['--title=sarvi-titled']]]);
});

it('kills at once, and then neither sends nor throws', async () => {
  const { child, ended, messages } = run(
    `process.on('SIGTERM', () => {}); process.send('up'); setInterval(() => {}, 1e3);`,
  );
  await expect.poll(() => messages.length).toBe(1);
  if (process.platform === 'linux') {
    expect(readFileSync(`/proc/${child.processId ?? 0}/cmdline`, 'utf8')).toMatch(/^sarvi-test/);
  }
  child.kill();
  expect(await ended).toMatchObject({ code: null, signal: 'SIGKILL' });
  child.send('to nobody');
  child.kill();
});

it('reports an entry that is not there as an exit', async () => {
  const child = forkChild(join(folder, 'missing.mjs'), { title: 'sarvi-test' });
  const exit = await new Promise<ChildExit>((resolve) => child.onExit(resolve));
  expect(exit.code).toBe(1);
  expect(exit.errorTail).toContain('Cannot find module');
});
