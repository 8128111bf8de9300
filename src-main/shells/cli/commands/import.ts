import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SarviError } from '#contract/errors';
import type { ImportJob } from '#contract/imports';
import { MOST_JOBS } from '../../../core/convert/conversion-protocol.ts';
import { optionalNumber, optionalText, readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { quantizationsOption } from '../quantization-option.ts';

const OPTIONS = {
  type: 'strings',
  name: 'string',
  'in-place': 'boolean',
  imatrix: 'string',
  jobs: 'string',
  parent: 'string',
} as const;

export const importCommand: Command = async ({ args, output, app, signal }) => {
  const { words, options } = readArguments(args, OPTIONS, [1, 1]);
  const types = quantizationsOption(options);
  const name = optionalText(options, 'name');
  const jobs = optionalNumber(options, 'jobs', { least: 1, most: MOST_JOBS, whole: true });
  const imatrixPath = optionalText(options, 'imatrix');
  const mode = options['in-place'] === true ? 'in-place' : undefined;
  const path = resolve(words[0] ?? '');
  const parent = optionalText(options, 'parent');
  const sarvi = await app();
  if (existsSync(join(path, 'adapter_config.json'))) {
    const adapter = await sarvi.ask('adapters.import', { path, ...(parent === undefined ? {} : { modelId: parent }) });
    if (name !== undefined) await sarvi.ask('adapters.rename', { adapterId: adapter.id, name });
    output.result({ adapter: { ...adapter, name: name ?? adapter.name } }, `${adapter.id}: ${name ?? adapter.name}`);
    return;
  }
  for (const quantization of types.length === 0 ? [undefined] : types) {
    const job = await sarvi.importModel(
      { source: { kind: 'path', path }, quantization, name, mode, imatrixPath, jobs, parentId: parent },
      {
        signal,
        onProgress: (progress) => output.event({ type: 'progress', ...figures(progress) }, describe(progress)),
      },
    );
    if (job.error) throw SarviError.fromReport(job.error);
    if (job.modelId === null) throw new SarviError('cancelled');
    const model = (await sarvi.ask('models.list', {})).find((one) => one.id === job.modelId);
    output.result({ model }, `${job.modelId}: ${model?.name ?? job.name}, ${model?.facts.fileType ?? ''}`);
  }
};

function figures({ quantization, phase, bytesDone, bytesTotal, secondsLeft }: ImportJob): Partial<ImportJob> {
  return { quantization, phase, bytesDone, bytesTotal, secondsLeft };
}

function describe({ quantization, phase, bytesDone, bytesTotal, secondsLeft }: ImportJob): string {
  const percent = Math.floor((100 * bytesDone) / Math.max(1, bytesTotal));
  const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
  return `${quantization === null ? '' : `${quantization}: `}${phase} ${percent} %${left}`;
}
