import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join, relative, sep } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import type { ListedFile, PackageList } from '../../src-main/core/cuda/package-list.ts';
import type { Target } from './targets.ts';

/** The systems for which node-llama-cpp has libraries for CUDA. */
const SYSTEMS = ['linux-x64', 'win-x64'];
/** 1 January 2026; the archive of one source is the same on every day. */
const DATE = ((2026 - 1980) << 9) | (1 << 5) | 1;

export interface CudaPackage {
  readonly archive: string;
  readonly list: string;
}

/**
 * @param modules - with node-llama-cpp's packages for `target`
 * @returns null for a system without CUDA
 * @throws Error when npm has not installed the packages
 */
export function makeCudaPackage(modules: string, { os, arch }: Target, outputFolder: string): CudaPackage | null {
  const name = `${os}-${arch}`;
  if (!SYSTEMS.includes(name)) return null;
  const packages = ['cuda', 'cuda-ext'].map((kind) => join(modules, '@node-llama-cpp', `${name}-${kind}`));
  const sources = packages.flatMap((folder) => {
    if (!existsSync(folder)) throw new Error(`npm has not installed ${folder}`);
    return filesIn(join(folder, 'bins'));
  });
  const [first = ''] = packages;
  const { version: libraries } = JSON.parse(readFileSync(join(first, 'package.json'), 'utf8')) as { version: string };
  mkdirSync(outputFolder, { recursive: true });
  const base = join(outputFolder, `sarvi-cuda-${name}`);
  const made = { archive: `${base}.zip`, list: `${base}.json` };
  const files = writeZip(made.archive, [...sources, { path: join(first, 'LICENSE'), name: 'LICENSE' }]);
  writeFileSync(made.list, `${JSON.stringify({ form: 1, libraries, files } satisfies PackageList, null, 2)}\n`);
  return made;
}

interface Source {
  readonly path: string;
  readonly name: string;
}

function filesIn(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, name: relative(folder, path).replaceAll(sep, '/') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
function writeZip(path: string, sources: readonly Source[]): ListedFile[] {
  const file = openSync(path, 'w');
  const directory: Buffer[] = [];
  const listed: ListedFile[] = [];
  let at = 0;
  const put = (bytes: Buffer): void => {
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    at += bytes.length;
  };
  try {
    for (const { path: source, name } of sources) {
      const bytes = readFileSync(source);
      listed.push({ name, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
      const packed = deflateRawSync(bytes);
      const fields = fieldsOf(name, bytes, packed);
      const behind = Buffer.alloc(14);
      behind.writeUInt32LE(at, 10);
      directory.push(Buffer.from('PK\x01\x02\x14\x00'), fields, behind, Buffer.from(name));
      put(Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name)]));
      put(packed);
    }
    const end = Buffer.alloc(18);
    const list = Buffer.concat(directory);
    end.writeUInt16LE(sources.length, 4);
    end.writeUInt16LE(sources.length, 6);
    end.writeUInt32LE(list.length, 8);
    end.writeUInt32LE(at, 12);
    put(Buffer.concat([list, Buffer.from('PK\x05\x06'), end]));
  } finally {
    closeSync(file);
  }
  return listed;
}

function fieldsOf(name: string, bytes: Buffer, packed: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(0x800, 2); // the name is UTF-8
  fields.writeUInt16LE(8, 4); // deflated
  fields.writeUInt16LE(DATE, 8);
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(bytes.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}
