import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { readGguf } from '../../src-main/core/gguf/read-gguf.ts';

/** Every tensor of a GGUF file by name: its type, its shape, and a hash of its bytes. */
export async function tensorHashes(path: string): Promise<Record<string, string>> {
  const { tensors } = await readGguf(path);
  const file = await open(path);
  try {
    const hashes: Record<string, string> = {};
    for (const { name, type, shape, offset, sizeBytes } of [...tensors].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const bytes = Buffer.alloc(sizeBytes);
      await file.read(bytes, 0, sizeBytes, offset);
      hashes[name] = `${type} [${shape.join(', ')}] ${createHash('sha256').update(bytes).digest('hex')}`;
    }
    return hashes;
  } finally {
    await file.close();
  }
}
