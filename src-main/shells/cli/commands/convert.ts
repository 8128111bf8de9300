import { because } from '#contract/reasons';
import { resolve } from 'node:path';
import { MOST_JOBS } from '../../../core/convert/conversion-protocol.ts';
import { runConversion } from '../../../core/convert/run-conversion.ts';
import { formatBytes } from '../../../core/format-bytes.ts';
import { optionalNumber, optionalText, readArguments, requiredText } from '../arguments.ts';
import type { Command } from '../command.ts';
import { quantizationOption } from '../quantization-option.ts';
import { UsageError } from '../usage.ts';

const OPTIONS = { type: 'string', out: 'string', imatrix: 'string', jobs: 'string' } as const;

export const convert: Command = async ({ args, output, ports, signal }) => {
  const { words, options } = readArguments(args, OPTIONS, [1, 1]);
  const quantization = quantizationOption(options);
  if (!quantization) throw new UsageError(because('usage-option-missing', { option: '--type' }));
  const outputPath = resolve(requiredText(options, 'out'));
  const jobs = optionalNumber(options, 'jobs', { least: 1, most: MOST_JOBS, whole: true });
  const imatrixPath = optionalText(options, 'imatrix');
  const summary = await runConversion(ports(), {
    checkpointPath: resolve(words[0] ?? ''),
    outputPath,
    quantization,
    signal,
    onProgress: ({ phase, bytesDone, bytesTotal }) =>
      output.event(
        { type: 'progress', phase, bytesDone, bytesTotal },
        `${phase} ${Math.floor((100 * bytesDone) / Math.max(1, bytesTotal))} %`,
      ),
    ...(jobs === undefined ? {} : { jobs }),
    ...(imatrixPath === undefined ? {} : { imatrixPath }),
  });
  output.result(
    { quantization, ...summary },
    `${summary.outputPath}: ${quantization}, ${formatBytes(summary.sizeBytes)}, ${summary.tensorCount} tensors in ${summary.wallSeconds.toFixed(1)} s`,
  );
};
