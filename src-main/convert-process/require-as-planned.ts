import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { carriedChecksum } from '../core/gguf/checksum.ts';
import type { GgufPlan } from '../core/gguf/plan-file.ts';
import { readGguf } from '../core/gguf/read-gguf.ts';

/**
 * Reads the directory back from disk, as any reader will see it.
 *
 * @param checksum - that the file must carry; null for one that carries none
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
