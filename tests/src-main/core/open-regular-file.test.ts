import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NotARegularFile, openRegularFile } from '../../../src-main/core/open-regular-file.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

it.skipIf(process.platform === 'win32')(
  'waits for no pipe that takes a file’s place between look and open',
  async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'file');
    await writeFile(join(folder, 'a'), 'text');
    execFileSync('mkfifo', [join(folder, 'b')]);
    await writeFile(path, 'text');
    // Now the one and now the other has the name, thousands of times a second.
    const swapper = spawn(
      process.execPath,
      [
        '-e',
        `const { linkSync, renameSync } = require('node:fs');
       for (let turn = 0; ; turn += 1) { linkSync(turn % 2 ? 'a' : 'b', 'next'); renameSync('next', 'file'); if (turn === 1) console.log('on'); }`,
      ],
      { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    try {
      await once(swapper.stdout, 'data');
      const found = { files: 0, refused: 0 };
      for (let tries = 0; tries < 200_000 && (tries < 500 || !found.files || !found.refused); tries += 1) {
        try {
          const file = await openRegularFile(path);
          found.files += 1;
          await file.close();
        } catch (error) {
          expect(error).toBeInstanceOf(NotARegularFile);
          found.refused += 1;
        }
      }
      expect(found.files).toBeGreaterThan(0);
      expect(found.refused).toBeGreaterThan(0);
    } finally {
      const ended = once(swapper, 'exit');
      swapper.kill('SIGKILL');
      await ended;
    }
  },
);
