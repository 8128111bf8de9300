import { resolve } from 'node:path';
import { convertAdapter } from '../../../core/convert/convert-adapter.ts';
import { formatBytes } from '../../../core/format-bytes.ts';
import { optionalText, readArguments, requiredText } from '../arguments.ts';
import type { Command } from '../command.ts';

export const convertAdapterCommand: Command = async ({ args, output, signal }) => {
  const { words, options } = readArguments(args, { out: 'string', base: 'string' }, [1, 1]);
  const base = optionalText(options, 'base');
  const summary = await convertAdapter({
    adapterPath: resolve(words[0] ?? ''),
    outputPath: resolve(requiredText(options, 'out')),
    basePath: base === undefined ? undefined : resolve(base),
    signal,
  });
  output.result(
    { ...summary },
    `${summary.outputPath}: ${formatBytes(summary.sizeBytes)}, ${summary.tensorCount} tensors`,
  );
};
