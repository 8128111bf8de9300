import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { portableFolder } from '../../../src-main/shells/portable-folder.ts';
import { canMount, smallDisk } from '../../builders/small-disk.ts';

const folder = mkdtempSync(join(tmpdir(), 'sarvi portable ä 😀 '));
afterAll(() => rmSync(folder, { recursive: true }));

it('is the folder beside the program, which is left as it is', () => {
  const data = join(folder, 'Sarvi data');
  expect(portableFolder(folder)).toBeNull();
  writeFileSync(data, 'a file of that name');
  expect(portableFolder(folder)).toBeNull();
  rmSync(data);
  mkdirSync(data);
  expect(portableFolder(folder)).toBe(data);
  expect(readdirSync(data)).toEqual([]);
});

it.runIf(process.platform === 'linux')('is refused where nothing can be written', () => {
  const stick = join(folder, 'locked');
  mkdirSync(stick);
  symlinkSync('/sys/kernel', join(stick, 'Sarvi data'));
  const path = join(stick, 'Sarvi data');
  expect(() => portableFolder(stick)).toThrow(
    expect.objectContaining({ code: 'portable-folder-read-only', details: { path } }),
  );
});

it.runIf(canMount())('is used on a full disk, and refused on one that is mounted for reading', () => {
  const disk = smallDisk(256 * 1024);
  const data = join(disk.folder, 'Sarvi data');
  mkdirSync(data);
  disk.fill();
  expect(portableFolder(disk.folder)).toBe(data);
  disk.free();
  disk.setReadOnly(true);
  expect(() => portableFolder(disk.folder)).toThrow(expect.objectContaining({ code: 'portable-folder-read-only' }));
});
