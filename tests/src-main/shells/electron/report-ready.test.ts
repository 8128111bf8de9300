import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reportReady } from '../../../../src-main/shells/electron/report-ready.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

it('makes the file that the starter named, and minds neither its absence nor a second time', async () => {
  const path = join(await temporaryFolder(), 'ready');
  reportReady(path);
  expect(existsSync(path)).toBe(true);
  reportReady(path);
  reportReady(undefined);
  reportReady(join(path, 'no folder'));
});
