import type { SpeedSource } from './speed-finder.ts';

/** @param fileType - of most weights; others than float32 and float16 count as bfloat16 */
export function speedSource(
  fileType: string,
  files: readonly { readonly path: string; readonly sizeBytes: number }[],
): SpeedSource {
  const dtype = fileType === 'F32' || fileType === 'F16' ? fileType : 'BF16';
  const [largest] = files.toSorted((a, b) => b.sizeBytes - a.sizeBytes);
  return { dtype, path: largest?.path ?? '' };
}
