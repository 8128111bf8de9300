import { resolve } from 'node:path';
import { formatBytes } from '../../../core/format-bytes.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';

/**
 * Exit 0 when the model has the bytes that it was made or imported with; 1 with `checksum-mismatch` or
 * `checksum-missing`.
 */
export const verify: Command = async ({ args, output, app, signal }) => {
  const { words } = readArguments(args, {}, [1, 1]);
  const [model = ''] = words;
  const target = /\.gguf$/i.test(model) ? { path: resolve(model) } : { modelId: model };
  let bytesRead = 0;
  let toldBytes = 0;
  const checksum = await (
    await app()
  ).verifyModel(target, {
    signal,
    onRead: (sizeBytes) => {
      bytesRead += sizeBytes;
      if (bytesRead - toldBytes < 2 ** 28) return;
      toldBytes = bytesRead;
      output.event({ type: 'progress', phase: 'checking', bytesDone: bytesRead }, `checking ${formatBytes(bytesRead)}`);
    },
  });
  output.result({ ...target, checksum, sound: true }, `${model}: sound, ${checksum}`);
};
