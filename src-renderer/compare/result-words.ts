import type { Estimate, PairResult, Strength } from '#contract/statistics';
import type { Catalogue } from '../language/en.ts';
import type { Formats } from '../language/formats.ts';

/** The results of votes in the words and number formats of one language. */
export class ResultWords {
  readonly #t: Catalogue;
  readonly #formats: Formats;

  constructor(t: Catalogue, formats: Formats) {
    this.#t = t;
    this.#formats = formats;
  }

  /** "62 % (48–75)": only the value has the unit. */
  rate(estimate: Estimate | null): string {
    if (!estimate) return this.#t.summary.unknown;
    const whole = (value: number): string => this.#formats.number(value * 100, 0);
    return this.#t.summary.interval(this.#formats.percent(estimate.value), whole(estimate.low), whole(estimate.high));
  }

  p(value: number): string {
    return value < 0.001 ? `< ${this.#formats.number(0.001, 3)}` : this.#formats.number(value, 3);
  }

  sign({ sign }: PairResult): string {
    const { number } = this.#numbers;
    return this.#t.summary.signOf(number(sign.wins), number(sign.losses), this.p(sign.pValue));
  }

  needed({ needed }: PairResult): string {
    if (!needed) return this.#t.summary.neededUnknown;
    if (needed.further === 0) return this.#t.summary.neededNone;
    const { number } = this.#numbers;
    return this.#t.summary.neededOf(number(needed.further), number(needed.prompts));
  }

  strength(strength: Strength): string {
    const { number } = this.#numbers;
    switch (strength.kind) {
      case 'estimate': {
        const { value, low, high } = strength.rating;
        return this.#t.summary.interval(number(value), number(low), number(high));
      }
      case 'at-least':
        return strength.bound === null ? this.#t.summary.beatAll : this.#t.summary.atLeast(number(strength.bound));
      case 'at-most':
        return strength.bound === null ? this.#t.summary.beatNone : this.#t.summary.atMost(number(strength.bound));
      case 'unknown':
        return this.#t.summary.neverCompared;
    }
  }

  get #numbers(): { number: (value: number) => string } {
    return { number: (value) => this.#formats.number(value, 0) };
  }
}
