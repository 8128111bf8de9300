import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  carriedChecksum,
  CHECKSUM_KEY,
  checksumPlace,
  combineDigests,
  computeChecksum,
  NO_CHECKSUM,
} from '../../../../src-main/core/gguf/checksum.ts';
import type { MetadataValue } from '../../../../src-main/core/gguf/metadata.ts';
import { planFile } from '../../../../src-main/core/gguf/plan-file.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

test('a text that looks like the checksum’s key is not taken for it', () => {
  const checksum: [string, MetadataValue] = [CHECKSUM_KEY, { type: 'string', value: NO_CHECKSUM }];
  const { header } = planFile(new Map([checksum]), []);
  const key = header.indexOf(CHECKSUM_KEY) - 8;
  const likeness = header.toString('utf8', key, key + 8 + CHECKSUM_KEY.length + 4 + 8 + NO_CHECKSUM.length);
  const name: [string, MetadataValue] = ['general.name', { type: 'string', value: likeness }];
  const both = planFile(new Map([name, checksum]), []).header;
  expect(checksumPlace(both)).toBe(both.lastIndexOf(NO_CHECKSUM));
  expect(checksumPlace(both)).not.toBe(both.indexOf(NO_CHECKSUM));
});

test('a file that another tool has changed carries no checksum of its own', () => {
  const digest = 'ab'.repeat(32);
  const text = (value: string): MetadataValue => ({ type: 'string', value });
  const own = new Map([
    ['general.name', text('Malli')],
    [CHECKSUM_KEY, text(digest)],
    ['sarvi.generation.do_sample', text('')],
  ]);
  expect(carriedChecksum({ metadata: own })).toBe(digest);
  // llama-quantize copies what there is, and puts what it changes behind it.
  own.delete('general.name');
  own.set('general.name', text('Toinen'));
  expect(carriedChecksum({ metadata: own })).toBeNull();
  expect(carriedChecksum({ metadata: new Map() })).toBeNull();
});

test('a file without tensors has a header and no more', async () => {
  const { header } = planFile(new Map([['general.architecture', { type: 'string', value: 'llama' }]]), []);
  const path = join(await temporaryFolder(), 'empty.gguf');
  await writeFile(path, Buffer.concat([header, Buffer.alloc(2 ** 22, 1)]));
  let readBytes = 0;
  const checksum = await computeChecksum(path, { onRead: (sizeBytes) => (readBytes += sizeBytes) });
  expect(readBytes).toBe(header.length);
  expect(checksum).toBe(combineDigests(header, []));
});
