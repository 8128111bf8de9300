import type { EvaluationMetric, MeasuredMetric } from '#contract/evaluations';
import type { Catalogue } from '../language/en.ts';
import type { Formats } from '../language/formats.ts';

type Unit = EvaluationMetric['unit'];

/** The figures of evaluations in the words and number formats of one language. */
export class MetricWords {
  readonly #t: Catalogue;
  readonly #formats: Formats;

  constructor(t: Catalogue, formats: Formats) {
    this.#t = t;
    this.#formats = formats;
  }

  /** As the reference program calls it where Sarvi has no word of its own. */
  name(metric: string): string {
    const names: Partial<Record<string, string>> = this.#t.evaluation.metrics;
    return names[metric] ?? metric;
  }

  /** Shares and percentages with one decimal, scores with two. */
  value(value: number, unit: Unit): string {
    if (unit === 'score') return this.#formats.number(value, 2);
    return this.#formats.percent(unit === 'share' ? value : value / 100, 1);
  }

  /** "62 % (48–75)": only the value has the unit. */
  withInterval({ value, unit, interval }: Pick<MeasuredMetric, 'value' | 'unit' | 'interval'>): string {
    const whole = this.value(value, unit);
    if (!interval) return whole;
    return this.#t.evaluation.interval(whole, this.#bare(interval.low, unit), this.#bare(interval.high, unit));
  }

  interval({ unit, interval }: Pick<MeasuredMetric, 'unit' | 'interval'>): string {
    if (!interval) return this.#t.evaluation.none;
    const by = this.#t.evaluation.intervalsBy[interval.by];
    return `${this.#bare(interval.low, unit)}–${this.#bare(interval.high, unit)} (${by})`;
  }

  error({ unit, standardError, errorBy }: EvaluationMetric): string {
    if (standardError === null) return this.#t.evaluation.none;
    const value = unit === 'share' ? standardError * 100 : standardError;
    const by = errorBy === null ? '' : ` (${this.#t.evaluation.errorsBy[errorBy]})`;
    return `${this.#formats.number(value, 2)}${by}`;
  }

  /** "+3.2 points (−1.0 … +7.4)" of a share or of a percentage, and plain numbers of scores. */
  difference({ value, low, high }: { value: number; low: number; high: number }, unit: Unit): string {
    const scale = unit === 'share' ? 100 : 1;
    const signed = (number: number): string => this.#signed(number * scale, unit === 'score' ? 2 : 1);
    const whole = unit === 'score' ? signed(value) : this.#t.evaluation.points(signed(value));
    return this.#t.evaluation.range(whole, signed(low), signed(high));
  }

  /** A published figure, which is a percentage or a score, as many decimals as were published. */
  published(value: number, unit: Unit): string {
    return unit === 'score' ? this.#formats.number(value) : this.#formats.percent(value / 100, 2);
  }

  p(value: number): string {
    return value < 0.001 ? `< ${this.#formats.number(0.001, 3)}` : this.#formats.number(value, 3);
  }

  plusMinus(value: number, error: number, decimals = 4): string {
    return this.#t.evaluation.plusMinus(this.#formats.number(value, decimals), this.#formats.number(error, decimals));
  }

  /** With a true minus sign, and a plus, so that the direction is never missed. */
  #signed(value: number, decimals: number): string {
    const text = this.#formats.number(Math.abs(value), decimals);
    if (Number(value.toFixed(decimals)) === 0) return text;
    return `${value < 0 ? '−' : '+'}${text}`;
  }

  #bare(value: number, unit: Unit): string {
    if (unit === 'score') return this.#formats.number(value, 2);
    return this.#formats.number(unit === 'share' ? value * 100 : value, 1);
  }
}
