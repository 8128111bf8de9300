/** Floats as Python writes and rounds them. */

/** Python's `repr` of a float. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const [digits = '0', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) return `${digits}e${exponentOf(exponent)}`;
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** At least two digits and a sign. */
export function exponentOf(exponent: number): string {
  return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/**
 * `value` with `places` digits behind the point, halves to the even digit, from the exact value of the float; a
 * negative number of places rounds before the point. JavaScript's `toFixed` rounds halves up.
 */
export function fixedText(value: number, places: number): string {
  const [numerator, denominator] = exactFraction(Math.abs(value));
  const scale = 10n ** BigInt(Math.abs(places));
  const [top, bottom] = places >= 0 ? [numerator * scale, denominator] : [numerator, denominator * scale];
  let whole = top / bottom;
  const twice = (top % bottom) * 2n;
  if (twice > bottom || (twice === bottom && whole % 2n === 1n)) whole += 1n;
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (places <= 0) return sign + (whole * (places < 0 ? scale : 1n)).toString();
  const digits = whole.toString().padStart(places + 1, '0');
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function exactFraction(value: number): readonly [bigint, bigint] {
  let denominator = 1n;
  let numerator = value;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2n;
  }
  return [BigInt(numerator), denominator];
}

/** What Python's `int(text, base)` reads; null where it raises. */
export function parseInteger(text: string, base: number): bigint | null {
  const found = /^([+-]?)(.*)$/s.exec(text.trim());
  if (found === null) return null;
  const [, sign = '', rest = ''] = found;
  const prefix = { 2: '0b', 8: '0o', 16: '0x' }[base];
  const isPrefixed = prefix !== undefined && rest.toLowerCase().startsWith(prefix);
  const digits = isPrefixed ? rest.slice(2).replace(/^_/, '') : rest;
  if (!/^[0-9a-z]+(_[0-9a-z]+)*$/i.test(digits)) return null;
  let value = 0n;
  for (const digit of digits.replaceAll('_', '')) {
    const one = parseInt(digit, 36);
    if (one >= base) return null;
    value = value * BigInt(base) + BigInt(one);
  }
  return sign === '-' ? -value : value;
}

/** What Python's `float(text)` reads; null where it raises. */
export function parseFloatText(text: string): number | null {
  const trimmed = text.trim();
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(trimmed);
  if (special !== null) {
    if (special[2]?.toLowerCase() === 'nan') return Number.NaN;
    return special[1] === '-' ? -Infinity : Infinity;
  }
  if (!/^[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?$/i.test(trimmed)) return null;
  return Number(trimmed.replaceAll('_', ''));
}
