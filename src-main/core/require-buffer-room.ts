/** Compares a buffer with what a kernel will read or write, because kernels have only pointers. @throws RangeError */
export function requireBufferRoom(buffer: ArrayBufferView, sizeBytes: number): void {
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0 || buffer.byteLength < sizeBytes) {
    throw new RangeError(`a buffer of ${buffer.byteLength} bytes is too small for ${sizeBytes}`);
  }
}
