import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { downloadFile } from '../../../../src-main/core/updates/download-file.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';
import { canMount, smallDisk } from '../../../builders/small-disk.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';
import { feedKeys, feedOf, sha256Of, signFeed } from '../../../builders/update-feed.ts';
import { sendBytes, sendCut, sendTo, updateServer, type Answer } from '../../../builders/update-server.ts';
import { downloadAll, oldProgram, openUpdatableApp, release, type UpdatableApp } from '../../../builders/updates.ts';

const codeOf = async (done: Promise<unknown>): Promise<string> =>
  done.then(
    () => 'done',
    (error: unknown) => (error as Error).message,
  );

const filesOf = async ({ dataFolder }: Pick<UpdatableApp, 'dataFolder'>): Promise<string[]> =>
  (await readdir(join(dataFolder, 'updates')).catch(() => [])).filter((name) => name !== 'newest.json').sort();

it('asks nothing by itself, then checks, downloads and replaces the program, each when told to', async () => {
  const made = await release();
  const program = await oldProgram();
  const updatable = await openUpdatableApp(made, { program: { kind: 'appimage', path: program } });
  const { app, finished, shown } = updatable;
  expect(await updatable.status()).toEqual({
    currentVersion: '0.1.0',
    programKind: 'appimage',
    programPath: program,
    host: new URL(made.server.url).host,
    phase: 'idle',
    foundVersion: null,
    foundReleased: null,
    offer: null,
    error: null,
  });
  expect(await codeOf(app.ask('updates.download', {}))).toContain('update-unknown');
  expect(await codeOf(app.ask('updates.install', {}))).toContain('update-unknown');
  expect(made.server.asked).toEqual([]);

  const checked = await app.ask('updates.check', {});
  expect(checked.offer).toEqual({
    version: '9.1.0',
    released: '2030-01-02',
    notes: { fi: 'Uutta', en: 'News' },
    fileName: made.file.name,
    sizeBytes: made.file.sizeBytes,
    bytesDone: 0,
    isDownloaded: false,
    installs: 'by-itself',
  });
  expect(made.server.asked.map(({ path, method }) => [method, path])).toEqual([['GET', 'feed.json']]);

  const downloaded = await downloadAll(updatable);
  expect(downloaded).toMatchObject({ error: null, offer: { isDownloaded: true, bytesDone: made.file.sizeBytes } });
  expect(made.server.asked.map(({ path }) => path)).toEqual(['feed.json', `v9.1.0/${made.file.name}`]);
  // No id, no version, no language, no referrer: only what HTTP needs, and the program's name.
  for (const { headers } of made.server.asked) {
    expect(headers).toEqual({
      host: new URL(made.server.url).host,
      connection: 'close',
      accept: '*/*',
      'accept-encoding': 'identity',
      'user-agent': 'Sarvi',
    });
  }
  await app.ask('updates.show', {});
  expect(shown).toEqual([join(updatable.dataFolder, 'updates', made.file.name)]);

  await app.ask('updates.install', {});
  expect(await readFile(program)).toEqual(made.bytes);
  expect((await stat(program)).mode & 0o777).toBe(0o755);
  expect(await readdir(dirname(program))).toEqual(['Sarvi.AppImage']);
  expect(finished).toEqual([expect.objectContaining({ version: '9.1.0', sha256: made.file.sha256 })]);
  const { backups } = await app.ask('history.backups', {});
  expect(backups.map(({ reason }) => reason)).toEqual(['before-update']);
  expect((await updatable.status()).phase).toBe('installing');
});

it('after the update the new version keeps nothing of it; a version that did not come says so, and is offered again', async () => {
  const made = await release();
  const first = await openUpdatableApp(made);
  await first.app.ask('updates.check', {});
  await downloadAll(first);
  await first.app.ask('updates.install', {});
  await first.app.dispose();

  const { dataFolder } = first;
  const asked = made.server.asked.length;
  const failed = await openUpdatableApp(made, { dataFolder });
  expect(await failed.status()).toMatchObject({
    error: { code: 'update-failed', details: { reason: 'installer-did-not-finish' } },
    offer: { version: '9.1.0', isDownloaded: true },
  });
  await failed.app.ask('updates.install', {});
  await failed.app.dispose();

  const updated = await openUpdatableApp(made, { dataFolder, version: '9.1.0' });
  expect(await updated.status()).toMatchObject({ offer: null, error: null });
  expect(await filesOf(updated)).toEqual([]);
  expect(made.server.asked.length).toBe(asked);
});

it.each([
  ['the same version', '9.1.0'],
  ['an older one', '9.0.9'],
  ['a pre-release of the same', '9.1.0-beta.1'],
])('offers nothing when the feed has %s, and never goes back', async (_, version) => {
  const made = await release();
  made.publish({ version });
  const updatable = await openUpdatableApp(made, { version: '9.1.0' });
  const status = await updatable.app.ask('updates.check', {});
  expect(status).toMatchObject({ foundVersion: version, offer: null, error: null });
  expect(await filesOf(updatable)).toEqual([]);
});

it.each(['9.0.9', '0.1.0', '0.0.9'])(
  'an old feed, of %s, that is served again after a newer one is refused, also in a later run, and takes nothing back',
  async (version) => {
    const made = await release();
    const first = await openUpdatableApp(made);
    await first.app.ask('updates.check', {});
    await downloadAll(first);
    made.publish({ version });
    expect(await codeOf(first.app.ask('updates.check', {}))).toContain(`it names version ${version}`);
    expect(await first.status()).toMatchObject({ offer: { version: '9.1.0', isDownloaded: true } });
    // Without its offer it knows what it has seen.
    await first.app.ask('updates.discard', {});
    await first.app.dispose();
    const later = await openUpdatableApp(made, { dataFolder: first.dataFolder });
    expect(await codeOf(later.app.ask('updates.check', {}))).toContain('has already seen 9.1.0');
    expect(await later.status()).toMatchObject({ offer: null, error: { code: 'update-refused' } });
    made.publish({ version: '9.2.0' });
    expect(await later.app.ask('updates.check', {})).toMatchObject({ offer: { version: '9.2.0' } });
  },
);

it('a note of what was seen that is damaged, or a link, stops no check', async () => {
  const made = await release();
  const folder = join(await temporaryFolder(), 'data', 'updates');
  await mkdir(folder, { recursive: true });
  const elsewhere = join(await temporaryFolder(), 'file');
  await writeFile(elsewhere, 'mine');
  await symlink(elsewhere, join(folder, 'newest.json'));
  const updatable = await openUpdatableApp(made, { dataFolder: dirname(folder) });
  expect(await updatable.app.ask('updates.check', {})).toMatchObject({ error: null, offer: { version: '9.1.0' } });
  expect(await readFile(elsewhere, 'utf8')).toBe('mine');
});

it('a version that was signed again is downloaded again, though its file has the same name and size', async () => {
  const made = await release({ kind: 'deb' });
  const updatable = await openUpdatableApp(made, { program: { kind: 'deb', path: null } });
  await updatable.app.ask('updates.check', {});
  await downloadAll(updatable);
  const bytes = Buffer.from(made.bytes).fill(7, 100);
  made.publish({ files: [{ ...made.file, sha256: sha256Of(bytes) }] });
  made.server.answers.set(`v9.1.0/${made.file.name}`, sendBytes(bytes));
  expect(await updatable.app.ask('updates.check', {})).toMatchObject({ offer: { isDownloaded: false } });
  expect(await filesOf(updatable)).toEqual(['feed.json']);
  expect(await downloadAll(updatable)).toMatchObject({ error: null, offer: { isDownloaded: true } });
});

it('shows no file that was changed after its download, since the system would install it', async () => {
  const made = await release({ kind: 'deb' });
  const updatable = await openUpdatableApp(made, { program: { kind: 'deb', path: null } });
  await updatable.app.ask('updates.check', {});
  await downloadAll(updatable);
  await writeFile(join(updatable.dataFolder, 'updates', made.file.name), Buffer.alloc(made.file.sizeBytes));
  expect(await codeOf(updatable.app.ask('updates.show', {}))).toContain('update-file-differs');
  expect(updatable.shown).toEqual([]);
  expect(await updatable.status()).toMatchObject({ offer: { isDownloaded: false } });
});

it('what a link in its folder leads to is neither written nor removed, nor taken for a download', async () => {
  const made = await release();
  const elsewhere = await temporaryFolder();
  const [mine, other] = [join(elsewhere, 'mine'), join(elsewhere, made.file.name)];
  await writeFile(mine, 'mine');
  await writeFile(other, made.bytes);
  const dataFolder = join(await temporaryFolder(), 'data');
  await mkdir(dataFolder);
  await symlink(elsewhere, join(dataFolder, 'updates'));
  const updatable = await openUpdatableApp(made, { dataFolder });
  expect((await readdir(elsewhere)).sort()).toEqual([made.file.name, 'mine'].sort());
  expect(await updatable.app.ask('updates.check', {})).toMatchObject({ offer: { isDownloaded: false } });
  const folder = join(dataFolder, 'updates');
  expect((await lstat(folder)).isSymbolicLink()).toBe(false);
  await symlink(mine, join(folder, `${made.file.name}.part`));
  await symlink(other, join(folder, made.file.name));
  expect(await downloadAll(updatable)).toMatchObject({ error: null, offer: { isDownloaded: true } });
  expect((await lstat(join(folder, made.file.name))).isFile()).toBe(true);
  expect([await readFile(mine, 'utf8'), await readFile(other)]).toEqual(['mine', made.bytes]);
});

it.each<[string, Answer]>([
  ['headers of 100 KB', (response) => response.writeHead(200, { 'x-much': 'x'.repeat(100_000) }).end()],
  ['a redirect of 100 KB', sendTo(`https://example.invalid/${'x'.repeat(100_000)}`)],
  ['no HTTP', (response) => response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n')],
])('says that a server that answers with %s is not understood', async (_, answer) => {
  const made = await release();
  made.server.answers.set('feed.json', answer);
  const updatable = await openUpdatableApp(made);
  expect(await codeOf(updatable.app.ask('updates.check', {}))).toContain('no web server');
  expect(await updatable.status()).toMatchObject({ phase: 'idle', error: { code: 'update-unreachable' } });
});

it.each<[string, (text: string) => string, string]>([
  ['a changed feed', (text) => text.replace('9.1.0', '9.9.9'), 'signature'],
  ['a feed of a foreign key', () => signFeed(feedOf(), feedKeys()), 'signature'],
  ['a web page', () => '<!doctype html><title>Log in</title>', 'form'],
  ['an empty answer', () => '', 'form'],
])('refuses %s and keeps nothing of it', async (_, change, reason) => {
  const made = await release();
  const signed = signFeed(made.publish(), made.keys);
  made.server.answers.set('feed.json', sendBytes(Buffer.from(change(signed))));
  const updatable = await openUpdatableApp(made);
  expect(await codeOf(updatable.app.ask('updates.check', {}))).toContain(reason);
  expect(await updatable.status()).toMatchObject({ phase: 'idle', offer: null, error: { code: 'update-refused' } });
  expect(await filesOf(updatable)).toEqual([]);
});

it('reads no more of a feed of 100 MB than a feed may have', async () => {
  const made = await release();
  let sent = 0;
  const ended = Promise.withResolvers<void>();
  made.server.answers.set('feed.json', (response) => {
    response.on('close', () => ended.resolve());
    const send = (): void => {
      while (sent < 100e6 && !response.destroyed) {
        sent += 65_536;
        if (!response.write(Buffer.alloc(65_536, 32))) return;
      }
      response.end();
    };
    response.on('drain', send);
    send();
  });
  const updatable = await openUpdatableApp(made);
  expect(await codeOf(updatable.app.ask('updates.check', {}))).toContain('far larger');
  await ended.promise;
  expect(sent).toBeLessThan(50e6);
});

it('removes a file that is not the signed one: other bytes, more of them, fewer of them', async () => {
  const made = await release();
  const path = `v9.1.0/${made.file.name}`;
  const updatable = await openUpdatableApp(made);
  await updatable.app.ask('updates.check', {});
  const changed = Buffer.from(made.bytes);
  changed[5000] = (changed[5000] ?? 0) ^ 1;
  for (const bytes of [changed, Buffer.concat([made.bytes, Buffer.from('x')])]) {
    made.server.answers.set(path, sendBytes(bytes));
    expect(await downloadAll(updatable)).toMatchObject({
      error: { code: 'update-file-differs' },
      offer: { isDownloaded: false, bytesDone: 0 },
    });
    expect(await filesOf(updatable)).toEqual(['feed.json']);
  }
  // A server that ends early tells a broken connection from a whole file as little as the user does.
  made.server.answers.set(path, sendBytes(made.bytes.subarray(0, 500)));
  expect(await downloadAll(updatable)).toMatchObject({ error: { code: 'update-cut' }, offer: { bytesDone: 500 } });
  expect(await codeOf(updatable.app.ask('updates.install', {}))).toContain('update-unknown');
});

it('continues a cut download where it broke, also in the next run', async () => {
  const made = await release();
  const path = `v9.1.0/${made.file.name}`;
  const breaks = Promise.withResolvers<void>();
  made.server.answers.set(path, sendCut(made.bytes, 40_000, breaks.promise));
  const first = await openUpdatableApp(made);
  await first.app.ask('updates.check', {});
  await first.app.ask('updates.download', {});
  await first.until(({ offer }) => (offer?.bytesDone ?? 0) > 0);
  breaks.resolve();
  const cut = await first.until(({ phase }) => phase === 'idle');
  expect(cut.error).toMatchObject({ code: 'update-cut' });
  const begun = cut.offer?.bytesDone ?? 0;
  expect(begun).toBeGreaterThan(0);
  await first.app.dispose();

  made.server.answers.set(path, sendBytes(made.bytes));
  const second = await openUpdatableApp(made, { dataFolder: first.dataFolder });
  expect(await second.status()).toMatchObject({ offer: { bytesDone: begun, isDownloaded: false } });
  expect(await downloadAll(second)).toMatchObject({ error: null, offer: { isDownloaded: true } });
  expect(made.server.asked.at(-1)?.headers.range).toBe(`bytes=${begun}-`);
});

it('begins again where a server ignores ranges, and where it answers with another range', async () => {
  const made = await release();
  const path = `v9.1.0/${made.file.name}`;
  const updatable = await openUpdatableApp(made);
  await updatable.app.ask('updates.check', {});
  const part = join(updatable.dataFolder, 'updates', `${made.file.name}.part`);
  const whole = sendBytes(made.bytes);
  for (const { wrong, status } of [
    { wrong: 206, status: { 'content-range': 'bytes 0-9/100000' } },
    { wrong: 416, status: {} },
  ]) {
    await writeFile(part, made.bytes.subarray(0, 1000));
    made.server.answers.set(path, (response) => response.writeHead(wrong, status).end('0123456789'));
    expect(await downloadAll(updatable)).toMatchObject({
      error: { code: 'update-unreachable' },
      offer: { bytesDone: 0 },
    });
  }
  await writeFile(part, Buffer.alloc(1000));
  made.server.answers.set(path, (response) => whole(response, { headers: {} }));
  expect(await downloadAll(updatable)).toMatchObject({ error: null, offer: { isDownloaded: true } });
  expect(made.server.asked.at(-1)?.headers.range).toBe('bytes=1000-');
});

it('a part that another file left is found out in the end, and removed', async () => {
  const made = await release();
  const updatable = await openUpdatableApp(made);
  await updatable.app.ask('updates.check', {});
  const part = join(updatable.dataFolder, 'updates', `${made.file.name}.part`);
  await writeFile(part, Buffer.alloc(1000));
  expect(await downloadAll(updatable)).toMatchObject({ error: { code: 'update-file-differs' } });
  expect(await downloadAll(updatable)).toMatchObject({ error: null, offer: { isDownloaded: true } });
});

it('follows redirects to another host, and not without end', async () => {
  const made = await release();
  const other = await updateServer();
  other.answers.set('stored/1', sendBytes(made.bytes));
  other.answers.set('feed', sendBytes(Buffer.from(signFeed(made.publish(), made.keys))));
  made.server.answers.set('feed.json', sendTo(`${other.url}feed`));
  made.server.answers.set(`v9.1.0/${made.file.name}`, sendTo(`${other.url}stored/1`));
  const updatable = await openUpdatableApp(made);
  await updatable.app.ask('updates.check', {});
  expect(await downloadAll(updatable)).toMatchObject({ error: null, offer: { isDownloaded: true } });

  made.server.answers.set('feed.json', sendTo('/feed.json'));
  const asked = made.server.asked.length;
  expect(await codeOf(updatable.app.ask('updates.check', {}))).toContain('without end');
  expect(made.server.asked.length - asked).toBe(6);
  // What was found before is still there.
  expect(await updatable.status()).toMatchObject({ offer: { isDownloaded: true } });
  for (const location of ['http://example.invalid/feed', 'file:///etc/passwd', 'ftp://example.invalid', '']) {
    made.server.answers.set('feed.json', sendTo(location));
    expect(await codeOf(updatable.app.ask('updates.check', {}))).toMatch(/encrypted|without end/);
  }
});

it('says when the server is not there, has nothing, or fails', async () => {
  const made = await release();
  const updatable = await openUpdatableApp(made);
  for (const status of [404, 500, 403]) {
    made.server.answers.set('feed.json', (response) => response.writeHead(status).end());
    expect(await codeOf(updatable.app.ask('updates.check', {}))).toContain(`status ${status}`);
  }
  made.server.answers.set('feed.json', (response) => response.destroy());
  expect(await codeOf(updatable.app.ask('updates.check', {}))).toContain('the connection was closed');
});

it('stops a download when told to, keeps what came, and deletes it when told to', async () => {
  const made = await release();
  const path = `v9.1.0/${made.file.name}`;
  made.server.answers.set(path, sendCut(made.bytes, 30_000, new Promise(() => undefined)));
  const updatable = await openUpdatableApp(made);
  await updatable.app.ask('updates.check', {});
  await updatable.app.ask('updates.download', {});
  await updatable.until(({ offer }) => (offer?.bytesDone ?? 0) > 0);
  await updatable.app.ask('updates.cancel', {});
  const { offer, error, phase } = await updatable.status();
  expect([phase, error, (offer?.bytesDone ?? 0) > 0]).toEqual(['idle', null, true]);
  await updatable.app.ask('updates.discard', {});
  expect(await updatable.status()).toMatchObject({ offer: null });
  expect(await filesOf(updatable)).toEqual([]);
});

it('installs nothing that was changed after its download', async () => {
  const made = await release();
  const program = await oldProgram();
  const updatable = await openUpdatableApp(made, { program: { kind: 'appimage', path: program } });
  await updatable.app.ask('updates.check', {});
  await downloadAll(updatable);
  const path = join(updatable.dataFolder, 'updates', made.file.name);
  await writeFile(path, Buffer.alloc(made.file.sizeBytes));
  expect(await codeOf(updatable.app.ask('updates.install', {}))).toContain('update-file-differs');
  expect(await readFile(program, 'latin1')).toContain('old');
  expect([updatable.finished, existsSync(path)]).toEqual([[], false]);
  expect(await updatable.status()).toMatchObject({ phase: 'idle', offer: { isDownloaded: false } });
});

it('replaces no program that is not an AppImage', async () => {
  const made = await release();
  const program = join(await temporaryFolder(), 'terminal');
  await writeFile(program, 'another program');
  const updatable = await openUpdatableApp(made, { program: { kind: 'appimage', path: program } });
  await updatable.app.ask('updates.check', {});
  await downloadAll(updatable);
  expect(await codeOf(updatable.app.ask('updates.install', {}))).toContain('is not an AppImage');
  expect(await readFile(program, 'utf8')).toBe('another program');
});

it('an installer that cannot be started leaves the app running, and can be tried again', async () => {
  const made = await release({ kind: 'nsis' });
  let fails = true;
  const updatable = await openUpdatableApp(made, {
    program: { kind: 'nsis', path: join(await temporaryFolder(), 'Sarvi.exe') },
    finish: () => (fails ? Promise.reject(new Error('EACCES')) : Promise.resolve()),
  });
  await updatable.app.ask('updates.check', {});
  await downloadAll(updatable);
  expect(await codeOf(updatable.app.call('updates.install', {}).then(({ ok }) => ok))).toBe('done');
  expect(await updatable.status()).toMatchObject({ phase: 'idle', offer: { isDownloaded: true } });
  expect(await filesOf(updatable)).not.toContain('installing');
  fails = false;
  await updatable.app.ask('updates.install', {});
  expect(updatable.finished).toMatchObject([{ path: join(updatable.dataFolder, 'updates', made.file.name) }]);
});

it.each(['deb', 'rpm', 'tar', 'portable'] as const)('only shows the file to a program of the kind %s', async (kind) => {
  const made = await release({ kind: kind === 'portable' ? 'zip' : kind });
  const updatable = await openUpdatableApp(made, { program: { kind, path: null } });
  expect(await updatable.app.ask('updates.check', {})).toMatchObject({ offer: { installs: 'by-hand' } });
  await downloadAll(updatable);
  expect(await codeOf(updatable.app.ask('updates.install', {}))).toContain('update-not-possible');
  await updatable.app.ask('updates.show', {});
  expect([updatable.shown.length, updatable.finished]).toEqual([1, []]);
});

it('says that a new version has no file for this kind of program', async () => {
  const made = await release({ kind: 'deb' });
  const updatable = await openUpdatableApp(made);
  expect(await codeOf(updatable.app.ask('updates.check', {}))).toContain('no file for this kind');
});

it('there are no updates without an updater of the shell', async () => {
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: await temporaryFolder() }));
  onTestFinished(() => app.dispose());
  expect(await app.ask('updates.status', {})).toBeNull();
  for (const name of ['check', 'download', 'cancel', 'discard', 'show', 'install'] as const) {
    expect(await app.call(`updates.${name}`, {})).toMatchObject({ error: { code: 'unsupported-in-shell' } });
  }
});

it('deleting everything deletes a download, and forgets its offer', async () => {
  const made = await release();
  const updatable = await openUpdatableApp(made);
  await updatable.app.ask('updates.check', {});
  await downloadAll(updatable);
  await updatable.app.ask('privacy.deleteAll', { models: false });
  expect(await filesOf(updatable)).toEqual([]);
  expect(await updatable.status()).toMatchObject({ offer: null });
});

it('a damaged or foreign feed in the data folder is removed at the start, with what lies beside it', async () => {
  const made = await release();
  const dataFolder = join(await temporaryFolder(), 'data');
  const folder = join(dataFolder, 'updates');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'feed.json'), signFeed(feedOf(), feedKeys()));
  await writeFile(join(folder, 'Sarvi-9.1.0-linux-x86_64.AppImage'), 'new');
  const updatable = await openUpdatableApp(made, { dataFolder });
  expect(await updatable.status()).toMatchObject({ offer: null, error: null });
  expect(await filesOf(updatable)).toEqual([]);
  expect(made.server.asked).toEqual([]);
});

const onSmallDisk = canMount() ? it : it.skip;

onSmallDisk('a full disk stops a download before it or within it, and what came is kept', async () => {
  const made = await release({ sizeBytes: 1_500_000 });
  const disk = smallDisk(2_000_000);
  const into = join(disk.folder, 'updates');
  const download = (onProgress = (): void => undefined): Promise<string> =>
    downloadFile({
      ...{ file: made.file, from: `${made.server.url}v9.1.0/`, into, allowsLoopback: true, onProgress },
      signal: new AbortController().signal,
      proxyFor: () => Promise.resolve(null),
    });
  disk.fill();
  expect(await codeOf(download())).toMatch(/disk-full: .*needed/);
  disk.free();

  const filled = Promise.withResolvers<void>();
  made.server.answers.set(`v9.1.0/${made.file.name}`, (response) => {
    response.writeHead(200, { 'content-length': made.bytes.length });
    response.write(made.bytes.subarray(0, 500_000));
    void filled.promise.then(() => response.end(made.bytes.subarray(500_000)));
  });
  const full = codeOf(
    download(() => {
      if (existsSync(join(disk.folder, '..', 'filler'))) return;
      disk.fill();
      filled.resolve();
    }),
  );
  expect(await full).toContain('disk-full');
  expect(await readdir(into)).toEqual([`${made.file.name}.part`]);
  disk.free();
  made.server.answers.set(`v9.1.0/${made.file.name}`, sendBytes(made.bytes));
  expect(await readFile(await download())).toEqual(made.bytes);
});

onSmallDisk('a program in a place that can only be read is replaced by hand', async () => {
  const made = await release();
  const disk = smallDisk(2_000_000);
  const program = await oldProgram(disk.folder);
  disk.setReadOnly(true);
  const updatable = await openUpdatableApp(made, { program: { kind: 'appimage', path: program } });
  expect(await updatable.app.ask('updates.check', {})).toMatchObject({ offer: { installs: 'by-hand' } });
  await downloadAll(updatable);
  expect(await codeOf(updatable.app.ask('updates.install', {}))).toContain('update-not-possible');
  disk.setReadOnly(false);
});

onSmallDisk('no room beside the program leaves the old one as it was', async () => {
  const made = await release({ sizeBytes: 3_000_000 });
  const disk = smallDisk(2_000_000);
  const program = await oldProgram(disk.folder);
  const updatable = await openUpdatableApp(made, { program: { kind: 'appimage', path: program } });
  await updatable.app.ask('updates.check', {});
  await downloadAll(updatable);
  expect(await codeOf(updatable.app.ask('updates.install', {}))).toContain('disk-full');
  expect(await readFile(program, 'latin1')).toContain('old');
  expect(await readdir(disk.folder)).toEqual(['Sarvi.AppImage']);
  expect([updatable.finished, (await updatable.status()).phase]).toEqual([[], 'idle']);
});
