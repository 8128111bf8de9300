import type { DivergenceFigures, PerplexityResult } from '#contract/perplexities';

/** A result in the words of `llama-perplexity`, with its number of digits. */
export function perplexityTable({
  perplexity,
  against,
  countedTokens,
  chunks,
  contextTokens,
}: PerplexityResult): string {
  const read = `${countedTokens} tokens of ${chunks} chunks of ${contextTokens}`;
  if (!against) return `PPL = ${perplexity.value.toFixed(4)} +/- ${perplexity.error.toFixed(5)} (${read})`;
  return [
    read,
    '',
    '====== Perplexity statistics ======',
    ...perplexityLines(perplexity, against),
    '',
    '====== KL divergence statistics ======',
    line('Mean    KLD', spread(against.divergence)),
    ...against.divergenceQuantiles.map(({ share, value }) => line(`${shareName(share)} KLD`, value.toFixed(6))),
    '',
    '====== Token probability statistics ======',
    line('Mean    Δp', percent(against.delta)),
    ...against.deltaQuantiles.map(({ share, value }) => line(`${shareName(share)} Δp`, `${(100 * value).toFixed(3)}%`)),
    line('RMS Δp', percent(against.deltaRms)),
    line('Same top p', percent(against.sameTop)),
  ].join('\n');
}

interface Spread {
  readonly value: number;
  readonly error: number | null;
}

function perplexityLines(perplexity: Spread, against: DivergenceFigures): string[] {
  const { basePerplexity, correlation, logRatio, ratio, difference } = against;
  return [
    line('Mean PPL(Q)', spread(perplexity)),
    line('Mean PPL(base)', spread(basePerplexity)),
    line('Cor(ln(PPL(Q)), ln(PPL(base)))', correlation === null ? '-' : `${(100 * correlation).toFixed(2)}%`),
    line('Mean ln(PPL(Q)/PPL(base))', spread(logRatio)),
    line('Mean PPL(Q)/PPL(base)', spread(ratio)),
    line('Mean PPL(Q)-PPL(base)', spread(difference)),
  ];
}

function line(name: string, value: string): string {
  return `${name.padEnd(31)}: ${value}`;
}

function spread({ value, error }: Spread): string {
  return `${value.toFixed(6)} ± ${(error ?? 0).toFixed(6)}`;
}

function percent({ value, error }: Spread): string {
  return `${(100 * value).toFixed(3)} ± ${(100 * (error ?? 0)).toFixed(3)} %`;
}

function shareName(share: number): string {
  if (share === 1) return 'Maximum';
  if (share === 0) return 'Minimum';
  return share === 0.5 ? 'Median ' : `${(100 * share).toFixed(1)}%  `;
}
