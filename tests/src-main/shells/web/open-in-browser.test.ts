import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openCommand } from '../../../../src-main/shells/web/open-in-browser.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const URL = 'http://127.0.0.1:1234/#enter=entry-id.secret';

it.each([
  ['darwin', 'open', true],
  ['linux', 'xdg-open', false],
] as const)(
  'keeps the key out of the arguments, in a page for its owner alone: %s',
  async (platform, program, sees) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'open.html');
    for (let time = 0; time < 2; time += 1) {
      expect(openCommand(platform, URL, folder, sees)).toEqual([program, [path]]);
      expect(readFileSync(path, 'utf8')).toContain(`content="0; url=${URL}"`);
      if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    }
  },
);

it('opens the address itself where a browser may be unable to read the page, or nobody can read arguments', () => {
  expect(openCommand('linux', URL, '/nowhere', true)).toEqual(['xdg-open', [URL]]);
  expect(openCommand('win32', URL, '/nowhere', false)).toEqual(['cmd.exe', ['/d', '/c', 'start', '""', URL]]);
});
