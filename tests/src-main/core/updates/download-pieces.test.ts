import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { FeedFile } from '#contract/updates';
import { allBlocks, decodeBlocks, encodeBlocks } from '../../../../src-main/core/updates/cut-blocks.ts';
import { downloadFile } from '../../../../src-main/core/updates/download-file.ts';
import { planPieces } from '../../../../src-main/core/updates/plan-pieces.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { sha256Of } from '../../../builders/update-feed.ts';
import { sendBytes, updateServer, type Answer, type UpdateServer } from '../../../builders/update-server.ts';

interface Made {
  readonly server: UpdateServer;
  readonly bytes: Buffer;
  readonly old: string;
  readonly list: Buffer;
  /** Bytes of the file itself that were sent. */
  readonly sent: () => number;
  readonly download: (signal?: AbortSignal) => Promise<Buffer>;
}

const SIZE = 3_000_000;

/** A program, and a newer one that has something put in, something changed and something left out. */
async function made(): Promise<Made> {
  const folder = await temporaryFolder();
  const [old, path] = [join(folder, 'old'), join(folder, 'new')];
  const before = randomBytes(SIZE);
  const changed = Buffer.from(before.subarray(1_800_000));
  changed.fill(7, 100_000, 100_100);
  const bytes = Buffer.concat([
    before.subarray(0, 900_000),
    randomBytes(5000),
    before.subarray(910_000, 1_800_000),
    changed,
  ]);
  await writeFile(old, before);
  await writeFile(path, bytes);
  const list = encodeBlocks(await allBlocks(path));
  const server = await updateServer();
  let sent = 0;
  server.answers.set('new.blocks', sendBytes(list));
  server.answers.set('new', (response, asked) => {
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(asked.headers.range ?? '') ?? [];
    const range = [Number(from ?? 0), to === undefined || to === '' ? bytes.length : Number(to) + 1] as const;
    sent += range[1] - range[0];
    sendBytes(bytes)(response, asked);
  });
  const file: FeedFile = {
    ...{ name: 'new', sizeBytes: bytes.length, sha256: sha256Of(bytes) },
    ...{ kind: 'appimage', platform: 'linux', arch: 'x64' },
    blocks: { name: 'new.blocks', sizeBytes: list.length, sha256: sha256Of(list) },
  };
  const download = async (signal = new AbortController().signal): Promise<Buffer> =>
    readFile(
      await downloadFile({
        ...{ file, from: server.url, into: join(folder, 'updates'), old, signal },
        ...{ allowsLoopback: true, proxyFor: () => Promise.resolve(null), onProgress: () => undefined },
      }),
    );
  return { server, bytes, old, list, sent: () => sent, download };
}

it('fetches only what is new, whatever was put in or left out', async () => {
  const { bytes, sent, download } = await made();
  expect((await download()).equals(bytes)).toBe(true);
  expect(sent()).toBeLessThan(SIZE / 3);
});

it.each<[string, (made: Made) => void | Promise<void>]>([
  ['there is no list', ({ server }) => void server.answers.delete('new.blocks')],
  ['the list is another one', ({ server }) => void server.answers.set('new.blocks', sendBytes(Buffer.from('x')))],
  [
    'the list is too long',
    ({ server, list }) => void server.answers.set('new.blocks', sendBytes(Buffer.concat([list, list]))),
  ],
  ['the old program is gone', ({ old }) => writeFile(old, '')],
  ['the old program is another one', ({ old }) => writeFile(old, randomBytes(SIZE))],
  ['the server knows no ranges', ({ server, bytes }) => void server.answers.set('new', withoutRanges(bytes))],
])('fetches the whole file when %s', async (_, spoil) => {
  const all = await made();
  await spoil(all);
  expect((await all.download()).equals(all.bytes)).toBe(true);
});

const withoutRanges =
  (bytes: Buffer): Answer =>
  (response) =>
    sendBytes(bytes)(response, { headers: {} });

it('fetches the whole file when what was put together is not it', async () => {
  const all = await made();
  const spoilt = await readFile(all.old);
  let asked = 0;
  // The ranges come wrong; the whole file is right.
  all.server.answers.set('new', (response, { headers }) => {
    asked += 1;
    sendBytes(headers.range === undefined ? all.bytes : Buffer.alloc(all.bytes.length))(response, { headers });
  });
  expect(spoilt.length).toBe(SIZE);
  expect((await all.download()).equals(all.bytes)).toBe(true);
  expect(asked).toBeGreaterThan(1);
});

it('continues where a cut ended, without fetching again what is there', async () => {
  const all = await made();
  const whole = all.server.answers.get('new');
  let cuts = 0;
  all.server.answers.set('new', (response, asked) => {
    cuts += 1;
    if (cuts === 2) response.destroy();
    else whole?.(response, asked);
  });
  await expect(all.download()).rejects.toThrow(/update-(?:cut|unreachable)/);
  expect((await all.download()).equals(all.bytes)).toBe(true);
  expect(all.sent()).toBeLessThan(SIZE / 3);
});

it('cuts the same bytes into the same blocks, and refuses lists that fit no file', async () => {
  const { old, list, bytes } = await made();
  const blocks = await allBlocks(old);
  expect(blocks).toEqual(await allBlocks(old));
  expect(blocks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(SIZE);
  for (const { sizeBytes } of blocks.slice(0, -1)) {
    expect(sizeBytes).toBeGreaterThanOrEqual(8192);
    expect(sizeBytes).toBeLessThanOrEqual(131_072);
  }
  expect(decodeBlocks(list, bytes.length)?.length).toBe(list.length / 20);
  expect([decodeBlocks(list, bytes.length + 1), decodeBlocks(list.subarray(1), bytes.length)]).toEqual([null, null]);
});

it('plans nothing where nothing is saved, or where too many requests would be needed', () => {
  const block = (index: number, digest: string) => ({ offset: index * 1e6, sizeBytes: 1e6, digest });
  const all = [0, 1, 2, 3, 4].map((index) => block(index, `${index}`));
  const some = all.filter((_, index) => index % 2 === 0);
  expect(planPieces(all, [], 9)).toBeNull();
  expect(planPieces(all, some, 1)).toBeNull();
  expect(planPieces(all, some, 2)?.map(({ oldOffset }) => oldOffset)).toEqual([0, null, 2e6, null, 4e6]);
  expect(planPieces(all, all, 0)).toEqual([{ offset: 0, sizeBytes: 5e6, oldOffset: 0 }]);
});
