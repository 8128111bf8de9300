import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { because } from '#contract/reasons';
import { requireAsPlanned } from '../../../src-main/convert-process/require-as-planned.ts';
import { withChecksum } from '../../../src-main/core/gguf/checksum.ts';
import { planFile } from '../../../src-main/core/gguf/plan-file.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

test('a file whose header or size is not that of the plan is refused', async () => {
  const plan = planFile(
    new Map([
      ['general.architecture', { type: 'string', value: 'llama' }],
      ['sarvi.checksum', { type: 'string', value: '0'.repeat(64) }],
    ]),
    [{ name: 'a', type: 'F32', shape: [64] }],
  );
  const header = withChecksum(plan.header, 'ab'.repeat(32));
  expect(header.equals(plan.header)).toBe(false);
  const path = join(await temporaryFolder(), 'model.gguf');
  const bytes = Buffer.concat([header, Buffer.alloc(plan.sizeBytes - header.length)]);
  const refusal = { code: 'write-failed', details: { path, reason: because('reads-back-differently') } };

  await writeFile(path, bytes);
  await requireAsPlanned(path, plan, header);
  await expect(requireAsPlanned(path, plan, plan.header)).rejects.toMatchObject(refusal);
  for (const place of [0, header.length >> 1, header.length - 1]) {
    const damaged = Buffer.from(bytes);
    damaged.writeUInt8(damaged.readUInt8(place) ^ 1, place);
    await writeFile(path, damaged);
    await expect(requireAsPlanned(path, plan, header)).rejects.toMatchObject(refusal);
  }
  await writeFile(path, bytes);
  await truncate(path, plan.sizeBytes - 1);
  await expect(requireAsPlanned(path, plan, header)).rejects.toMatchObject(refusal);
});
