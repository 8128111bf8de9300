import { DIVERGENCE } from '#contract/divergence';
import type { PerplexityResult } from '#contract/perplexities';
import type { Catalogue } from '../language/en.ts';
import type { Formats } from '../language/formats.ts';

type Words = Catalogue['perplexity']['figures'];
interface Estimate {
  readonly value: number;
  readonly error: number | null;
}

/** The published divergence of a result's type; null where there is none, or nothing to hold against it. */
export function publishedOf({ fileType, against }: PerplexityResult): number | null {
  if (!against) return null;
  return Object.entries(DIVERGENCE).find(([type]) => type === fileType)?.[1] ?? null;
}

/** What a result says first: the divergence beside the published one, else the perplexity. */
export function headOf(t: Catalogue, formats: Formats, result: PerplexityResult): string {
  const { against, perplexity, base } = result;
  const own = withError(t, formats, perplexity);
  if (!against) return isElsewhere(result) ? t.perplexity.elsewhere.line(own) : t.perplexity.plainLine(own);
  const published = publishedOf(result);
  return [
    t.perplexity.line(withError(t, formats, against.divergence)),
    t.perplexity.againstType(base?.fileType ?? base?.name ?? ''),
    ...(published === null ? [] : [t.perplexity.published(formats.number(published, 4))]),
  ].join(' · ');
}

/** Which text was read, and how much of it. */
export function textOf(t: Catalogue, formats: Formats, { text, chunks, contextTokens }: PerplexityResult): string {
  const name = text.own === null ? text.name : t.perplexity.own[text.own];
  return t.perplexity.of(name, formats.number(chunks), formats.number(contextTokens));
}

/** One line for a model: a divergence comes before a perplexity alone. */
export function shortResult(t: Catalogue, formats: Formats, results: readonly PerplexityResult[]): string {
  const [newest] = results;
  const shown = results.find(({ against }) => against !== null) ?? newest;
  return shown ? headOf(t, formats, shown) : '';
}

/** Significant digits of the error are as many as those of the value after the point. */
function withError(t: Catalogue, formats: Formats, { value, error }: Estimate): string {
  const digits = digitsFor(error ?? value);
  const shown = formats.number(value, digits);
  return error === null ? shown : t.perplexity.plusMinus(shown, formats.number(error, digits));
}

/** Every figure of a result with its name, in the order of `llama-perplexity`. */
export function figureRows(t: Catalogue, formats: Formats, result: PerplexityResult): (readonly [string, string])[] {
  const { perplexity, against, release, backend, seconds } = result;
  const names = t.perplexity.figures;
  const time = formats.duration(seconds * 1000);
  const madeWith = isElsewhere(result) ? names.madeAt(backend, time) : names.madeWith(release, backend, time);
  const made = [names.made, madeWith] as const;
  const own = [names.perplexity, withError(t, formats, perplexity)] as const;
  if (!against) return [own, made];
  const percent = (value: number): string => formats.percent(value, 3);
  const share = ({ value, error }: Estimate): string =>
    error === null ? percent(value) : t.perplexity.plusMinus(percent(value), percent(error));
  const quantiles = (
    what: string,
    list: readonly { readonly share: number; readonly value: number }[],
    shown: (value: number) => string,
  ): (readonly [string, string])[] =>
    list.map((one) => [quantileName(names, formats, what, one.share), shown(one.value)]);
  return [
    own,
    [names.basePerplexity, withError(t, formats, against.basePerplexity)],
    [names.correlation, against.correlation === null ? '–' : formats.percent(against.correlation, 2)],
    [names.logRatio, withError(t, formats, against.logRatio)],
    [names.ratio, withError(t, formats, against.ratio)],
    [names.difference, withError(t, formats, against.difference)],
    [names.divergence, withError(t, formats, against.divergence)],
    ...quantiles(names.divergenceName, against.divergenceQuantiles, (value) => formats.number(value, 6)),
    [names.delta, share(against.delta)],
    ...quantiles('Δp', against.deltaQuantiles, percent),
    [names.deltaRms, share(against.deltaRms)],
    [names.sameTop, share(against.sameTop)],
    made,
  ];
}

/** Only a model of this computer is read by a library that has a release. */
function isElsewhere({ release }: PerplexityResult): boolean {
  return release === '';
}

function quantileName(names: Words, formats: Formats, what: string, share: number): string {
  if (share === 1) return names.largest(what);
  if (share === 0) return names.smallest(what);
  return share === 0.5 ? names.median(what) : names.percentile(what, formats.percent(share, 1));
}

/** Two digits of this number, at most eight after the point. */
function digitsFor(number: number): number {
  if (!(Math.abs(number) > 0)) return 6;
  return Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(Math.abs(number)))));
}
