import { cp, open } from 'node:fs/promises';
import { join } from 'node:path';
import { runConversion } from '../../src-main/core/convert/run-conversion.ts';
import type { EngineModel } from '../../src-main/core/engine/engine-model.ts';
import { conversionPorts, GUIDE_CHECKPOINT } from './conversion-ports.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The guide model with the numbers of its last norm times `factor`, which makes its logits as many times as large. */
export async function scaledGuide(factor: number): Promise<EngineModel> {
  const folder = await temporaryFolder();
  const checkpointPath = join(folder, 'checkpoint');
  await cp(GUIDE_CHECKPOINT, checkpointPath, { recursive: true });
  const file = await open(join(checkpointPath, 'model.safetensors'), 'r+');
  try {
    const length = Number((await file.read(Buffer.alloc(8), 0, 8, 0)).buffer.readBigUInt64LE());
    const header = (await file.read(Buffer.alloc(length), 0, length, 8)).buffer.toString('utf8');
    const tensors = JSON.parse(header) as Record<string, { data_offsets: [number, number] }>;
    const [start = 0, end = 0] = tensors['model.norm.weight']?.data_offsets ?? [];
    const bytes = Buffer.alloc(end - start);
    await file.read(bytes, 0, bytes.length, 8 + length + start);
    for (let at = 0; at < bytes.length; at += 2) bytes.writeUInt16LE(timesInBf16(bytes.readUInt16LE(at), factor), at);
    await file.write(bytes, 0, bytes.length, 8 + length + start);
  } finally {
    await file.close();
  }
  const path = join(folder, 'scaled.gguf');
  await runConversion(conversionPorts, { checkpointPath, outputPath: path, quantization: 'F32' });
  return { id: 'scaled', name: 'Scaled guide', path };
}

/** Rounded to the nearest, to the even one of two. */
function timesInBf16(bits: number, factor: number): number {
  const words = new Uint32Array([bits << 16]);
  const floats = new Float32Array(words.buffer);
  floats[0] = (floats[0] ?? 0) * factor;
  const word = words[0] ?? 0;
  return (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
}
