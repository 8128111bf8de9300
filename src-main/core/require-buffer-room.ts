/** Kernels have only pointers: a buffer is held against what they will read or write. @throws RangeError */
export function requireBufferRoom(buffer: ArrayBufferView, sizeBytes: number): void {
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0 || buffer.byteLength < sizeBytes) {
    throw new RangeError(`a buffer of ${buffer.byteLength} bytes is too small for ${sizeBytes}`);
  }
}
