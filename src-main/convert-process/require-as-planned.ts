import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { carriedChecksum } from '../core/gguf/checksum.ts';
import type { GgufPlan } from '../core/gguf/plan-file.ts';
import { readGguf } from '../core/gguf/read-gguf.ts';

/**
 * Reads the directory of the file from the disk and compares it with the plan.
 *
 * @param checksum - that the file must have; null for a file without one
 * @throws SarviError `write-failed`, and those of `readGguf`
 */
export async function requireAsPlanned(path: string, plan: GgufPlan, checksum: string | null): Promise<void> {
  const file = await readGguf(path);
  const sound =
    file.sizeBytes === plan.sizeBytes &&
    (checksum === null || carriedChecksum(file) === checksum) &&
    file.tensors.length === plan.tensors.length &&
    file.tensors.every(({ name, type, offset }, index) => {
      const planned = plan.tensors[index];
      return planned?.name === name && planned.type === type && planned.offset === offset;
    });
  if (!sound) throw new SarviError('write-failed', { path, reason: because('reads-back-differently') });
}
