/** The least that one digit behind the point shows. */
const LEAST_PROBABILITY = 0.001;

/** Numbers, sizes, dates and durations as one language writes them. */
export class Formats {
  readonly #locale: string;
  readonly #numbers: Intl.NumberFormat;
  readonly #days: Intl.DateTimeFormat;
  readonly #months: Intl.DateTimeFormat;
  readonly #moments: Intl.DateTimeFormat;
  readonly #languages: Intl.DisplayNames;

  constructor(locale: string) {
    this.#locale = locale;
    this.#numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
    this.#days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
    this.#months = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' });
    this.#moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
    this.#languages = new Intl.DisplayNames(locale, { type: 'language' });
  }

  number(value: number, maximumFractionDigits?: number): string {
    if (maximumFractionDigits === undefined) return this.#numbers.format(value);
    return new Intl.NumberFormat(this.#locale, { maximumFractionDigits }).format(value);
  }

  get decimalSign(): string {
    return this.#numbers.formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';
  }

  /** `fraction` is 0 to 1. */
  percent(fraction: number, maximumFractionDigits = 0): string {
    return new Intl.NumberFormat(this.#locale, { style: 'percent', maximumFractionDigits }).format(fraction);
  }

  /** Of a token: one that is possible is never shown as 0 %. */
  probability(fraction: number): string {
    const isTiny = fraction > 0 && fraction < LEAST_PROBABILITY / 2;
    return isTiny ? `<\u00a0${this.percent(LEAST_PROBABILITY, 1)}` : this.percent(fraction, 1);
  }

  /** Decimal units, as disks and file managers count: 4 920 000 000 is 4.92 GB. */
  bytes(sizeBytes: number): string {
    if (sizeBytes < 1000) return this.#singleBytes(Math.round(sizeBytes));
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
    let size = sizeBytes;
    let step = 0;
    while (size >= 1000 && step < units.length - 1) {
      size /= 1000;
      step += 1;
    }
    return new Intl.NumberFormat(this.#locale, {
      style: 'unit',
      unit: units[step] ?? 'byte',
      unitDisplay: 'short',
      maximumFractionDigits: step < 2 ? 0 : size < 10 ? 2 : size < 100 ? 1 : 0,
    }).format(size);
  }

  /** A count of parameters or tokens in few digits: 8 030 000 000 is 8.03 B in English, 8,03 mrd. in Finnish. */
  compact(value: number): string {
    return new Intl.NumberFormat(this.#locale, { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
  }

  day(timestampMs: number): string {
    return this.#days.format(timestampMs);
  }

  /** Month and year, with a capital as a heading has it. */
  month(timestampMs: number): string {
    const text = this.#months.format(timestampMs);
    return text.charAt(0).toLocaleUpperCase(this.#locale) + text.slice(1);
  }

  moment(timestampMs: number): string {
    return this.#moments.format(timestampMs);
  }

  /** A length of time in its one or two largest units: "850 ms", "4.2 s", "3 min 20 s". */
  duration(milliseconds: number): string {
    if (milliseconds < 1000) return this.#unit(Math.round(milliseconds), 'millisecond');
    const seconds = milliseconds / 1000;
    if (seconds < 60) return this.#unit(Number(seconds.toFixed(1)), 'second');
    return this.timeLeft(seconds);
  }

  /** Of an ISO 639 code: `sv` is Swedish. */
  languageName(code: string): string {
    return this.#languages.of(code) ?? code;
  }

  /** Whole seconds, minutes and hours, for something that is still going on. */
  timeLeft(seconds: number): string {
    const whole = Math.max(1, Math.round(seconds));
    if (whole < 60) return this.#unit(whole, 'second');
    const minutes = Math.floor(whole / 60);
    if (minutes < 60) {
      const rest = whole % 60;
      return rest === 0
        ? this.#unit(minutes, 'minute')
        : `${this.#unit(minutes, 'minute')} ${this.#unit(rest, 'second')}`;
    }
    const hours = Math.floor(minutes / 60);
    return `${this.#unit(hours, 'hour')} ${this.#unit(minutes % 60, 'minute')}`;
  }

  /** "0 tavua" and "0 B", where the platform's own short forms are "0 t" and "0 byte". */
  #singleBytes(count: number): string {
    if (!this.#locale.startsWith('fi')) return `${count} B`;
    return new Intl.NumberFormat(this.#locale, { style: 'unit', unit: 'byte', unitDisplay: 'long' }).format(count);
  }

  #unit(value: number, unit: string): string {
    return new Intl.NumberFormat(this.#locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  }
}
