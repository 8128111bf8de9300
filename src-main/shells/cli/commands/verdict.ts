import { resolve } from 'node:path';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { readJsonLines } from '../../../core/evaluation/json-lines.ts';
import type { Verdict } from '../../../core/evaluation/ifeval/judge-answer.ts';
import { computeMetrics, type IfevalMetrics, type Share } from '../../../core/evaluation/ifeval/metrics.ts';
import { parseLine, readAnsweredRow } from '../../../core/evaluation/ifeval/read-row.ts';
import { VerdictThread } from '../../../core/evaluation/ifeval/verdict-thread.ts';
import { optionalText, readArguments, requiredText } from '../arguments.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../usage.ts';

/** IFEval's verdicts on given answers. A row that cannot be judged is told, and the others are judged. */
export const verdict: Command = async ({ args, output, ports, signal }) => {
  const { options } = readArguments(args, { file: 'string', language: 'string', 'punkt-tab': 'string' }, [0, 0]);
  const path = resolve(requiredText(options, 'file'));
  const language = optionalText(options, 'language') ?? 'en';
  if (language !== 'en' && language !== 'fi') {
    throw new UsageError(because('usage-takes-one-of', { option: '--language', list: 'en, fi' }));
  }
  const folder = optionalText(options, 'punkt-tab');
  const { entries, folders } = ports();
  const thread = new VerdictThread({
    entry: entries.verdict,
    language,
    resources: folders.resources,
    punktFolder: folder === undefined ? null : resolve(folder),
  });
  const judged: (readonly Verdict[])[] = [];
  let failed = 0;
  try {
    for await (const { line, text } of readJsonLines(path)) {
      if (signal.aborted) throw new SarviError('cancelled');
      try {
        const { key, response, instructionIds, kwargs } = readAnsweredRow(parseLine(text));
        const { verdicts, drawn } = await thread.judge({ answer: response, instructionIds, kwargs });
        judged.push(verdicts);
        const strict = verdicts.map((one) => one.strict);
        const loose = verdicts.map((one) => one.loose);
        const found = verdicts.map((one) => one.found ?? null);
        if (output.json) {
          output.event({ type: 'verdict', line, ...(key === null ? {} : { key }), strict, loose, found, drawn });
        } else output.write(`${line}\t${words(strict)}\t${words(loose)}\n`);
      } catch (error) {
        const fault = SarviError.from(error);
        if (fault.code !== 'verdict-refused' && fault.code !== 'verdict-timed-out') throw fault;
        failed += 1;
        output.failure(new SarviError(fault.code, { ...fault.details, line }));
      }
    }
  } finally {
    await thread.close();
  }
  const metrics = judged.length === 0 ? null : computeMetrics(judged);
  output.result(
    {
      language,
      sentences: folder === undefined ? 'sarvi' : 'punkt_tab',
      languages: language === 'fi' ? 'eld 2.1.0 (large)' : 'langdetect 1.0.9',
      rows: judged.length + failed,
      judged: judged.length,
      failed,
      metrics: metrics && asInTheHarness(metrics),
    },
    metrics ? table(metrics) : `0 / ${failed}`,
  );
};

function words(verdicts: readonly boolean[]): string {
  return verdicts.map((follows) => (follows ? '+' : '-')).join('');
}

/** With the names of lm-evaluation-harness; it has no error for instructions, so that one has a name of its own. */
function asInTheHarness(metrics: IfevalMetrics): Record<string, number | null> {
  const { promptStrict, promptLoose, instructionStrict, instructionLoose } = metrics;
  return {
    prompt_level_strict_acc: promptStrict.value,
    prompt_level_strict_acc_stderr: promptStrict.standardError,
    prompt_level_loose_acc: promptLoose.value,
    prompt_level_loose_acc_stderr: promptLoose.standardError,
    inst_level_strict_acc: instructionStrict.value,
    inst_level_strict_acc_bootstrap: instructionStrict.bootstrapError,
    inst_level_loose_acc: instructionLoose.value,
    inst_level_loose_acc_bootstrap: instructionLoose.bootstrapError,
  };
}

function table(metrics: IfevalMetrics): string {
  const row = (name: string, { value, standardError, bootstrapError }: Share): string => {
    const error = standardError ?? bootstrapError;
    const spread = error === null ? '' : ` ± ${(100 * error).toFixed(2)}`;
    return `${name.padEnd(24)}${(100 * value).toFixed(2)}${spread}`;
  };
  return [
    row('prompt_level_strict_acc', metrics.promptStrict),
    row('prompt_level_loose_acc', metrics.promptLoose),
    row('inst_level_strict_acc', metrics.instructionStrict),
    row('inst_level_loose_acc', metrics.instructionLoose),
  ].join('\n');
}
