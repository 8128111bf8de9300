import type { SourceDtype } from './map-tensors.ts';

/** Little-endian weights as float32, each exactly. */
export function widenRows(bytes: Buffer, dtype: SourceDtype): Float32Array<ArrayBuffer> {
  const count = bytes.length / (dtype === 'F32' ? 4 : 2);
  const values = new Float32Array(count);
  const bits = new Uint32Array(values.buffer);
  for (let index = 0; index < count; index += 1) {
    if (dtype === 'F16') values[index] = halfValue(bytes.readUInt16LE(index * 2));
    else bits[index] = dtype === 'F32' ? bytes.readUInt32LE(index * 4) : bytes.readUInt16LE(index * 2) * 0x10000;
  }
  return values;
}

function halfValue(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
