import type { EvaluationRun } from '#contract/evaluations';
import type { MeanEstimate, ParentComparison } from '#contract/parent-comparisons';
import type { Estimate } from '#contract/statistics';

/** The measure of IFEval that model cards give. */
const METRIC = 'prompt_level_loose_acc';

/** IFEval of both sides, as far as it has come. */
export interface Instructions {
  readonly task: string;
  readonly parent: EvaluationRun['metrics'] | null;
  readonly child: EvaluationRun['metrics'] | null;
}

/** Its runs among all that were measured. */
export function instructionsOf({ ifeval }: ParentComparison, runs: readonly EvaluationRun[]): Instructions[] {
  const metricsOf = (id: string | null): Instructions['child'] => runs.find((run) => run.id === id)?.metrics ?? null;
  return ifeval.map(({ task, parentRun, childRun }) => {
    return { task, parent: metricsOf(parentRun), child: metricsOf(childRun) };
  });
}

/** The figures of a comparison with a parent, for people. */
export function parentTable(
  { configuration, figures }: ParentComparison,
  instructions: readonly Instructions[] = [],
): string {
  const { child, parent, data, beta } = configuration;
  const { adapter } = child;
  const own = adapter === null ? child.name : `${child.name} + ${adapter.name} × ${adapter.scale}`;
  const isMixed = child.fileType !== parent.fileType;
  const lines = [
    `${own} (${child.fileType}) against ${parent.name} (${parent.fileType})`,
    ...(isMixed ? ['the types differ: some of this is what quantization has changed'] : []),
    `${data.name}${data.version === null ? '' : `, version ${data.version}`}: ${figures?.rows ?? 0} of ${data.rows} rows` +
      `, ${figures?.tooLong ?? 0} too long, ${data.unreadable} unreadable`,
  ];
  const preference = figures?.preference;
  if (preference) {
    const { accuracy, margin, childPrefers, parentPrefers, difference, pValue } = preference;
    lines.push(
      `implicit reward prefers the chosen answer  ${percent(accuracy)}`,
      `${beta === null ? 'log-ratio margin' : `reward margin (beta ${beta})`}  ${mean(margin)}`,
      `ln p(chosen) > ln p(rejected)  parent ${percent(parentPrefers)}`,
      `                               child  ${percent(childPrefers)}`,
      `difference  ${difference === null ? '–' : percent(difference)}, p = ${pValue.toPrecision(3)}`,
    );
  }
  const { rated, perplexity } = figures ?? {};
  if (rated) {
    lines.push(`mean reward  good ${rated.good ? mean(rated.good) : '–'}, bad ${rated.bad ? mean(rated.bad) : '–'}`);
  }
  if (perplexity) {
    const { tokens, ratio } = perplexity;
    lines.push(
      `perplexity of ${tokens} tokens  parent ${perplexity.parent.toFixed(4)}, child ${perplexity.child.toFixed(4)}, ratio ${mean(ratio)}`,
    );
  }
  for (const { task, parent: before, child: after } of instructions) {
    lines.push(`${task} (${METRIC})  parent ${metric(before)}, child ${metric(after)}`);
  }
  return lines.join('\n');
}

function metric(metrics: Instructions['child']): string {
  const found = metrics?.find(({ name }) => name === METRIC);
  if (!found) return '–';
  const { value, interval } = found;
  return interval ? percent({ value, low: interval.low, high: interval.high }) : `${(100 * value).toFixed(1)} %`;
}

function percent({ value, low, high }: Estimate): string {
  const of = (share: number): string => (100 * share).toFixed(1);
  return `${of(value)} % (${of(low)} to ${of(high)})`;
}

function mean({ value, low, high }: MeanEstimate): string {
  return low === null || high === null
    ? value.toPrecision(4)
    : `${value.toPrecision(4)} (${low.toPrecision(4)} to ${high.toPrecision(4)})`;
}
