import { open } from 'node:fs/promises';
import type { OpenFile } from '../../src-main/convert-process/output-file.ts';

/** What writing to it throws. */
export const fullDisk = (): Error => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

/** A disk that takes `roomBytes` and no more. */
export const fullAfter =
  (roomBytes: number): OpenFile =>
  async (path) => {
    const file = await open(path, 'wx');
    let room = roomBytes;
    const write = (bytes: Uint8Array, offset: number, length: number, position: number): Promise<unknown> => {
      room -= length;
      if (room < 0) throw fullDisk();
      return file.write(bytes, offset, length, position);
    };
    return {
      write: write as typeof file.write,
      truncate: (length) => file.truncate(length),
      sync: () => file.sync(),
      close: () => file.close(),
    };
  };
