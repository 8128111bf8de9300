import { closeSync, openSync, readSync } from 'node:fs';
import type { Target } from './targets.ts';

const ELF_MACHINES: Readonly<Record<number, string>> = { 62: 'x64', 183: 'arm64' };
const PE_MACHINES: Readonly<Record<number, string>> = { 0x8664: 'x64', 0xaa64: 'arm64' };
const MACH_CPUS: Readonly<Record<number, string>> = { 0x01000007: 'x64', 0x0100000c: 'arm64' };
const HEAD_BYTES = 4096;

/** For which system and processor a native file is built, by its header: `linux-x64`; null for another kind of file. */
export function nativeKind(path: string): string | null {
  const head = Buffer.alloc(HEAD_BYTES);
  const file = openSync(path, 'r');
  try {
    readSync(file, head);
  } finally {
    closeSync(file);
  }
  const name = (os: Target['os'], arch: string | undefined): string => `${os}-${arch ?? 'other'}`;
  if (head.toString('latin1', 0, 4) === '\x7fELF') return name('linux', ELF_MACHINES[head.readUInt16LE(18)]);
  if (head.readUInt32LE(0) === 0xfeedfacf) return name('mac', MACH_CPUS[head.readUInt32LE(4)]);
  // Several processors in one file.
  if (head.readUInt32BE(0) === 0xcafebabe) return 'mac-other';
  if (head.toString('latin1', 0, 2) !== 'MZ') return null;
  const at = head.readUInt32LE(0x3c);
  const hasMachine = at + 6 <= HEAD_BYTES && head.toString('latin1', at, at + 4) === 'PE\0\0';
  return name('win', hasMachine ? PE_MACHINES[head.readUInt16LE(at + 4)] : undefined);
}
