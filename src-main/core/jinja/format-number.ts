import { exponentOf, fixedText, floatText } from './python-numbers.ts';
import { TemplateError } from './failures.ts';

export interface NumberFormat {
  /** A letter of Python's formats; null writes a number as `str` does. */
  readonly kind: string | null;
  /** `+` or a space, written before numbers that are not negative. */
  readonly sign: string;
  readonly precision?: number;
  readonly alternate?: boolean;
  /** Written between groups of three digits. */
  readonly grouping?: string;
}

const BASES: Readonly<Record<string, readonly [number, string]>> = { x: [16, '0x'], o: [8, '0o'], b: [2, '0b'] };

/** One number without its width, as Python's `%` and `format` write it. */
export function formatNumber(value: bigint | number, format: NumberFormat): string {
  const isNegative = value < 0 || Object.is(value, -0);
  const sign = isNegative ? '-' : format.sign === '-' ? '' : format.sign;
  const size = isNegative ? -value : value;
  const digits = typeof size === 'bigint' ? integerDigits(size, format) : floatDigits(size, format);
  return sign + (format.grouping === undefined ? digits : group(digits, format.grouping));
}

function integerDigits(value: bigint, { kind, alternate = false }: NumberFormat): string {
  if (kind === null || kind === 'd' || kind === 'n') return value.toString();
  const base = BASES[kind.toLowerCase()];
  if (base === undefined) throw new TemplateError(`whole numbers have no format ${JSON.stringify(kind)}`);
  const text = (alternate ? base[1] : '') + value.toString(base[0]);
  return kind === 'X' ? text.toUpperCase() : text;
}

function floatDigits(value: number, { kind, precision, alternate = false }: NumberFormat): string {
  const letter = kind?.toLowerCase() ?? '';
  const text = ((): string => {
    if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : 'inf';
    if (letter === 'f') return fixedText(value, precision ?? 6) + (alternate && precision === 0 ? '.' : '');
    if (letter === '%') return `${fixedText(value * 100, precision ?? 6)}%`;
    if (letter === 'e') return exponential(value, precision ?? 6);
    if (letter === 'g' || letter === 'n') return general(value, precision ?? 6, alternate);
    if (letter === '') return precision === undefined ? floatText(value) : generalWithPoint(value, precision);
    throw new TemplateError(`floats have no format ${JSON.stringify(kind)}`);
  })();
  return kind !== null && kind !== letter ? text.toUpperCase() : text;
}

function exponential(value: number, places: number): string {
  const [digits = '0', exponent = '0'] = value.toExponential(Math.min(places, 100)).split('e');
  return `${digits}e${exponentOf(Number(exponent))}`;
}

function general(value: number, precision: number, alternate: boolean): string {
  const places = Math.max(precision, 1);
  const exponent = value === 0 ? 0 : Number(value.toExponential(Math.min(places - 1, 100)).split('e')[1]);
  const isPlain = exponent >= -4 && exponent < places;
  const text = isPlain ? fixedText(value, places - 1 - exponent) : exponential(value, places - 1);
  if (alternate) return text;
  return text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '');
}

/** A float without a letter: like `g`, with a digit after the point. */
function generalWithPoint(value: number, precision: number): string {
  const places = Math.max(precision, 1);
  const exponent = value === 0 ? 0 : Number(value.toExponential(Math.min(places - 1, 100)).split('e')[1]);
  const text = general(value, precision, false);
  return exponent < places - 1 && !/[.e]/.test(text) ? `${text}.0` : text;
}

function group(digits: string, mark: string): string {
  return digits.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, mark));
}
