/** Python refuses a whole number of more digits, and takes that for a malformed text. */
const MOST_DIGITS = 4300;

const TOKENS = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/gs;
const LONG_NUMBER = new RegExp(`^-?\\d{${MOST_DIGITS + 1},}$`);

/** Whether Python's `json.loads` takes a text: it also knows NaN and the infinities, at any place of a value. */
export function jsonLoads(text: string): boolean {
  let tooLong = false;
  const plain = text.replace(TOKENS, (token) => {
    if (token.endsWith('Infinity') || token === 'NaN') return 'null';
    if (LONG_NUMBER.test(token)) tooLong = true;
    return token;
  });
  if (tooLong) return false;
  try {
    JSON.parse(plain);
    return true;
  } catch {
    return false;
  }
}
