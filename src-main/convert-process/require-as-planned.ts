import { open } from 'node:fs/promises';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { readFully } from '../core/positioned-io.ts';
import type { GgufPlan } from '../core/gguf/plan-file.ts';

/**
 * Reads the header of the sealed file back from the disk and compares its bytes with those that were written.
 *
 * @param header - the plan's, with the checksum where it has one
 * @throws SarviError `write-failed`
 */
export async function requireAsPlanned(path: string, { sizeBytes }: GgufPlan, header: Buffer): Promise<void> {
  const file = await open(path, 'r');
  try {
    const found = Buffer.allocUnsafe(header.length);
    const sound = (await file.stat()).size === sizeBytes && (await readFully(file, found, 0)) && found.equals(header);
    if (!sound) throw new SarviError('write-failed', { path, reason: because('reads-back-differently') });
  } finally {
    await file.close();
  }
}
