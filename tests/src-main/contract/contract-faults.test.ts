import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '#contract/settings';
import { createNodePorts } from '../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../../builders/checked-app.ts';
import { faultOfAnswer, faultOfEvent } from '../../builders/contract-faults.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

const report = (code: 'tag-unknown' | 'folder-unknown' | 'internal') => ({ code, details: {}, message: code });

it('tells an output that is not the call’s, and nothing of one that is', () => {
  expect(faultOfAnswer('trash.empty', { ok: true, value: { deleted: 1 } })).toBeNull();
  expect(faultOfAnswer('trash.empty', { ok: true, value: { deleted: 1, more: 2 } })).toMatch(/more/);
  expect(faultOfAnswer('trash.empty', { ok: true, value: { deleted: -1 } })).toMatch(/^trash\.empty answers/);
});

it('tells an error that the call does not declare, and none that any call may have', () => {
  expect(faultOfAnswer('folders.remove', { ok: false, error: report('folder-unknown') })).toBeNull();
  expect(faultOfAnswer('folders.remove', { ok: false, error: report('internal') })).toBeNull();
  expect(faultOfAnswer('folders.remove', { ok: false, error: report('tag-unknown') })).toMatch(/tag-unknown/);
});

it('tells an event that there is not, or with another payload', () => {
  expect(faultOfEvent('tags.changed', null)).toBeNull();
  expect(faultOfEvent('tags.changed', [])).toMatch(/^tags\.changed tells/);
  expect(faultOfEvent('tags.gone', null)).toBe('there is no event tags.gone');
});

it('fails a test whose app answers otherwise, there and at the end', async () => {
  const ports = createNodePorts({ shell: 'cli', dataFolder: await temporaryFolder() });
  const swedish = { ...DEFAULT_SETTINGS, language: 'sv' as 'fi' };
  const app = await createCheckedApp({ ...ports, settings: { ...ports.settings, get: () => swedish } });
  await expect(app.call('settings.get', {})).rejects.toThrow(/settings\.get answers .*language/s);
  await expect(app.dispose()).rejects.toThrow(/language/);
});
