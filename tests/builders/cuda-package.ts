/** A release with a CUDA package whose libraries are stand-ins: those of the processor under the names of CUDA's. */
import { mkdir, readFile, writeFile, cp } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FeedFile, UpdateFeed } from '#contract/updates';
import { makeCudaPackage } from '../../scripts/package/cuda-package.ts';
import { factsOfFile } from '../../scripts/package/feed-files.ts';
import { LINUX_X64 } from '../../scripts/package/targets.ts';
import { findNativeFolder } from '../../src-main/core/find-native-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { feedKeys, feedOf, sha256Of, signFeed, type FeedKeys } from './update-feed.ts';
import { sendBytes, updateServer, type UpdateServer } from './update-server.ts';

/** That of package.json: node-llama-cpp takes libraries of its own version only. */
export const LIBRARIES = '3.21.1';

export interface CudaRelease {
  readonly server: UpdateServer;
  readonly keys: FeedKeys;
  readonly archive: Buffer;
  /** The path of the archive on the server. */
  readonly archivePath: string;
  readonly listPath: string;
  /** Serves the feed with other fields, signed. */
  readonly publish: (change: Partial<UpdateFeed>) => void;
}

/** @param load - with libraries that can be loaded, which takes a second */
export async function cudaRelease({ libraries = LIBRARIES, load = false } = {}): Promise<CudaRelease> {
  const folder = await temporaryFolder();
  const modules = join(folder, 'node_modules');
  await writePackage(modules, 'linux-x64-cuda', libraries, load ? null : 'libggml-cuda.so');
  await writePackage(modules, 'linux-x64-cuda-ext', libraries, 'fallback/libggml-cuda.so');
  const made = makeCudaPackage(modules, LINUX_X64, folder);
  if (made === null) throw new Error('there is no package');
  const [server, keys] = [await updateServer(), feedKeys()];
  const files: FeedFile[] = [];
  for (const path of [made.archive, made.list]) {
    const bytes = await readFile(path);
    const name = basename(path);
    const facts = factsOfFile(name, '9.1.0');
    if (facts === null) throw new Error(`the feed leaves out ${name}`);
    files.push({ name, sizeBytes: bytes.length, sha256: sha256Of(bytes), ...facts });
    server.answers.set(`v9.1.0/${name}`, sendBytes(bytes));
  }
  const publish = (change: Partial<UpdateFeed> = {}): void => {
    const feed = feedOf({ folder: `${server.url}v9.1.0/`, files, ...change });
    server.answers.set('feed.json', sendBytes(Buffer.from(signFeed(feed, keys))));
  };
  publish();
  return {
    ...{ server, keys, publish },
    archive: await readFile(made.archive),
    archivePath: `v9.1.0/${basename(made.archive)}`,
    listPath: `v9.1.0/${basename(made.list)}`,
  };
}

/** @param stub - the only library, without content; null for those of the processor */
async function writePackage(modules: string, name: string, version: string, stub: string | null): Promise<void> {
  const folder = join(modules, '@node-llama-cpp', name);
  const bins = join(folder, 'bins', 'linux-x64-cuda');
  await mkdir(bins, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ version }));
  await writeFile(join(folder, 'LICENSE'), 'MIT');
  if (stub === null) {
    await cp(findNativeFolder('cpu'), bins, { recursive: true });
  } else {
    await mkdir(dirname(join(bins, stub)), { recursive: true });
    await writeFile(join(bins, stub), Buffer.alloc(300_000, `a library of ${name}`));
  }
}
