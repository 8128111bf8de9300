import type { Lineage } from '#contract/lineages';
import type { MeanEstimate, ParentComparison } from '#contract/parent-comparisons';
import type { Estimate } from '#contract/statistics';
import type { Catalogue } from '../language/en.ts';
import type { Formats } from '../language/formats.ts';
import type { LanguageState } from '../state/language.svelte.ts';

/** "DPO · with TRL 1.9.2 · β 0.01 · data Parit, version 2"; empty where nothing is known. */
export function howTrained(
  { method, trainer, beta, data }: Lineage,
  t: Catalogue['lineage'],
  formats: Formats,
): string {
  return [
    method && t.methods[method],
    trainer && t.trainedWith(trainer),
    beta === null ? null : t.beta(formats.number(beta, 6)),
    data && (data.version === null ? t.onOther(data.name) : t.onData(data.name, formats.number(data.version))),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** "62.5% (53.5–70.5)". */
export function shareText({ value, low, high }: Estimate, formats: Formats): string {
  const bare = (share: number): string => formats.number(share * 100, 1);
  return `${formats.percent(value, 1)} (${bare(low)}–${bare(high)})`;
}

/** Three digits that count, so that rewards of a small β can be read; the interval in brackets. */
export function meanText({ value, low, high }: MeanEstimate, formats: Formats): string {
  const of = (number: number): string => formats.number(number, decimalsOf(value)).replace('-', '−');
  return low === null || high === null ? of(value) : `${of(value)} (${of(low)} … ${of(high)})`;
}

function decimalsOf(value: number): number {
  const size = Math.abs(value);
  return size === 0 ? 2 : Math.max(2, Math.min(8, 2 - Math.floor(Math.log10(size))));
}

/** "+8.6 percentage points (+2.0 … +15.0)" of a difference of shares, with true signs. */
export function differenceText({ value, low, high }: Estimate, t: Catalogue['evaluation'], formats: Formats): string {
  const signed = (share: number): string => {
    const text = formats.number(Math.abs(share) * 100, 1);
    return share === 0 ? text : `${share < 0 ? '−' : '+'}${text}`;
  };
  return t.range(t.points(signed(value)), signed(low), signed(high));
}

/** "Poro 2 8B SFT + Runot × 1 against Poro 2 8B SFT". */
export function comparisonName({ configuration }: ParentComparison, language: LanguageState): string {
  const { child, parent } = configuration;
  const { adapter } = child;
  const name = language.modelName(child.name);
  const own = adapter === null ? name : `${name} + ${adapter.name} ×\u00a0${language.formats.number(adapter.scale)}`;
  return language.t.lineage.against(own, language.modelName(parent.name));
}
