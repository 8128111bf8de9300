const ROMAN: readonly (readonly [string, number])[] = [
  ['m', 1000],
  ['cm', 900],
  ['d', 500],
  ['cd', 400],
  ['c', 100],
  ['xc', 90],
  ['l', 50],
  ['xl', 40],
  ['x', 10],
  ['ix', 9],
  ['v', 5],
  ['iv', 4],
  ['i', 1],
];

export type NumberForm = 'decimal' | 'lower-letter' | 'upper-letter' | 'lower-roman' | 'upper-roman';

/** A number of a list or heading as its document writes it: 4, d, D, iv, IV. */
export function numberLabel(value: number, form: NumberForm): string {
  if (form === 'decimal' || value < 1 || value > 4000) return String(value);
  const isUpper = form.startsWith('upper');
  const label = form.endsWith('roman') ? roman(value) : letters(value);
  return isUpper ? label.toUpperCase() : label;
}

function roman(value: number): string {
  let [left, label] = [value, ''];
  for (const [sign, worth] of ROMAN) {
    while (left >= worth) {
      label += sign;
      left -= worth;
    }
  }
  return label;
}

/** a to z, then aa, bb, as office programs count. */
function letters(value: number): string {
  const letter = String.fromCharCode(97 + ((value - 1) % 26));
  return letter.repeat(1 + Math.floor((value - 1) / 26));
}
