import type { MeanEstimate, ParentComparison } from '#contract/parent-comparisons';
import type { Estimate } from '#contract/statistics';

/** The figures of a comparison with a parent, for people. */
export function parentTable({ configuration, figures }: ParentComparison): string {
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
  return lines.join('\n');
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
