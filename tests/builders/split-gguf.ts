import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MetadataValue } from '../../src-main/core/gguf/metadata.ts';
import { planFile } from '../../src-main/core/gguf/plan-file.ts';
import { readGguf } from '../../src-main/core/gguf/read-gguf.ts';

/**
 * Cuts a GGUF file into parts as llama.cpp's `gguf-split` does: the first has all metadata, every part its number.
 * Answers the parts' paths.
 */
export async function splitGguf(path: string, folder: string, count: number, name = 'model'): Promise<string[]> {
  const { metadata, tensors } = await readGguf(path);
  const bytes = await readFile(path);
  const digits = (value: number): string => String(value).padStart(5, '0');
  const each = Math.ceil(tensors.length / count);
  const paths: string[] = [];
  for (let no = 0; no < count; no += 1) {
    const own = new Map<string, MetadataValue>(no === 0 ? metadata : []);
    own.set('split.no', { type: 'u16', value: no });
    own.set('split.count', { type: 'u16', value: count });
    own.set('split.tensors.count', { type: 'i32', value: tensors.length });
    const sources = tensors.slice(no * each, (no + 1) * each);
    const plan = planFile(
      own,
      sources.map(({ name: tensor, type, shape }) => ({ name: tensor, type, shape })),
    );
    const part = Buffer.alloc(plan.sizeBytes);
    part.set(plan.header);
    for (const [index, { offset }] of plan.tensors.entries()) {
      const source = sources[index];
      if (source) bytes.copy(part, offset, source.offset, source.offset + source.sizeBytes);
    }
    const partPath = join(folder, `${name}-${digits(no + 1)}-of-${digits(count)}.gguf`);
    await writeFile(partPath, part);
    paths.push(partPath);
  }
  return paths;
}
