/** An app of a release with updates: its feed is on this computer, and its shell notes what it would start. */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { UpdateStatus } from '#contract/update-calls';
import type { FeedFile, UpdateFeed } from '#contract/updates';
import type { App } from '../../src-main/core/app.ts';
import type { Program, UpdateFile, Updater } from '../../src-main/core/ports.ts';
import { createNodePorts } from '../../src-main/shells/node-ports.ts';
import { createCheckedApp } from './checked-app.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { feedKeys, feedOf, sha256Of, signFeed, type FeedKeys } from './update-feed.ts';
import { sendBytes, updateServer, type UpdateServer } from './update-server.ts';

export interface Release {
  readonly server: UpdateServer;
  readonly keys: FeedKeys;
  readonly bytes: Buffer;
  readonly file: FeedFile;
  /** The feed as it is signed and served, but for `change`. */
  publish(change?: Partial<UpdateFeed>): UpdateFeed;
}

/** A release 9.1.0 for this system on a server of its own. */
export async function release({
  kind = 'appimage',
  sizeBytes = 100_000,
}: { kind?: string; sizeBytes?: number } = {}): Promise<Release> {
  const [server, keys] = [await updateServer(), feedKeys()];
  // Looks like an AppImage to those who look at its beginning.
  const bytes = Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\x00AI\x02'), randomBytes(sizeBytes - 11)]);
  const file: FeedFile = {
    name: `Sarvi-9.1.0-${kind}`,
    sizeBytes: bytes.length,
    sha256: sha256Of(bytes),
    kind,
    platform: process.platform as FeedFile['platform'],
    arch: process.arch as FeedFile['arch'],
  };
  server.answers.set(`v9.1.0/${file.name}`, sendBytes(bytes));
  const publish = (change: Partial<UpdateFeed> = {}): UpdateFeed => {
    const feed = feedOf({ folder: `${server.url}v9.1.0/`, files: [file], ...change });
    server.answers.set('feed.json', sendBytes(Buffer.from(signFeed(feed, keys))));
    return feed;
  };
  publish();
  return { server, keys, bytes, file, publish };
}

export interface UpdatableApp {
  readonly app: App;
  readonly dataFolder: string;
  /** What the shell was told to install. */
  readonly finished: UpdateFile[];
  readonly shown: string[];
  /** Resolves with the first status that fits, the present one included. */
  readonly until: (fits: (status: UpdateStatus) => boolean) => Promise<UpdateStatus>;
  status(): Promise<UpdateStatus>;
}

export interface UpdatableOptions {
  readonly dataFolder?: string;
  readonly version?: string;
  readonly program?: Program;
  readonly finish?: Updater['finish'];
}

export async function openUpdatableApp(
  { server, keys }: Pick<Release, 'server' | 'keys'>,
  options: UpdatableOptions = {},
): Promise<UpdatableApp> {
  const dataFolder = options.dataFolder ?? join(await temporaryFolder(), 'data');
  const finished: UpdateFile[] = [];
  const shown: string[] = [];
  const app = await createCheckedApp({
    ...createNodePorts({ shell: 'web', dataFolder }),
    version: options.version ?? '0.1.0',
    updater: {
      source: { feedUrl: `${server.url}feed.json`, publicKey: keys.publicKey },
      program: options.program ?? { kind: 'appimage', path: await oldProgram() },
      arch: process.arch,
      finish: async (update) => {
        await options.finish?.(update);
        finished.push(update);
      },
      showFile: (path) => void shown.push(path),
    },
  });
  onTestFinished(() => app.dispose());
  const status = async (): Promise<UpdateStatus> => {
    const found = await app.ask('updates.status', {});
    if (found === null) throw new Error('there are no updates');
    return found;
  };
  return {
    ...{ app, dataFolder, finished, shown, status },
    until: (fits) =>
      new Promise((resolve) => {
        const end = app.listen((name, payload) => {
          if (name === 'updates.changed' && fits(payload as UpdateStatus)) done(payload as UpdateStatus);
        });
        const done = (found: UpdateStatus): void => {
          end();
          resolve(found);
        };
        void status().then((found) => {
          if (fits(found)) done(found);
        });
      }),
  };
}

/** A program as an AppImage of an older version. */
export async function oldProgram(folder?: string): Promise<string> {
  const path = join(folder ?? (await temporaryFolder()), 'Sarvi.AppImage');
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, '\x7fELF\x02\x01\x01\x00AI\x02old', { mode: 0o755 });
  return path;
}

/** Downloads what is offered, to its end. */
export async function downloadAll({ app, until }: UpdatableApp): Promise<UpdateStatus> {
  await app.ask('updates.download', {});
  return until(({ phase }) => phase === 'idle');
}
