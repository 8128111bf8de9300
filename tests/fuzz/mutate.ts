/** Damage, drawn from a seeded generator: the same seed damages the same places. */

export type Random = () => number;

const EXTREMES = [0, 1, 0x7f, 0x80, 0xff];

/** What a hostile JSON file may say instead of a value. */
const HOSTILE_JSON = [
  'NaN',
  'Infinity',
  '-0',
  '1e999',
  '-1',
  '0.5',
  '9223372036854775807',
  '9223372036854775808',
  '18446744073709551616',
  '4294967296',
  '1e15',
  'null',
  'true',
  '""',
  '[]',
  '{}',
  '"../x.safetensors"',
  '"/etc/passwd"',
  '"C:\\\\x.safetensors"',
  '"a\\u0000b"',
  '"\\u001b[2J\\u202e"',
  '"\\ud800"',
  '"__proto__"',
  '{"__proto__":{"dtype":"F32"}}',
  '{"a":1,"a":2}',
  '[0,0]',
  '[9007199254740991,9007199254740991]',
  '[1,1,1,1,1,1,1,1,1,1]',
  '"((((a+)+)+)+)+$"',
  '"{{ 9 ** 9 ** 9 }}"',
];

export function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

/** One to four bytes changed, a number of eight bytes overwritten by an extreme one, a stretch doubled, or the end cut off. */
export function mutateBytes(sound: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(sound);
  const place = (count: number): number => Math.floor(random() * count);
  const kind = random();
  if (kind < 0.1) return bytes.subarray(0, place(bytes.length));
  if (kind < 0.2 && bytes.length > 8) {
    const extreme = pick([0n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n], random);
    bytes.writeBigUInt64LE(extreme, place(bytes.length - 8));
    return bytes;
  }
  if (kind < 0.25) {
    const start = place(bytes.length);
    const end = start + place(bytes.length - start);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
  }
  for (let changes = 1 + place(4); changes > 0; changes -= 1) {
    bytes[place(bytes.length)] = random() < 0.5 ? pick(EXTREMES, random) : place(256);
  }
  return bytes;
}

/** A value of a JSON text replaced by a hostile one, a key renamed, doubled or dropped; at times only its bytes. */
export function mutateJson(text: string, random: Random): Buffer {
  if (random() < 0.2) return mutateBytes(Buffer.from(text), random);
  const root = JSON.parse(text) as unknown;
  const places = holders(root);
  if (places.length === 0) return Buffer.from(hostileValue(random));
  const { holder, key } = pick(places, random);
  const mark = '@@hostile@@';
  const kind = random();
  if (kind < 0.6) {
    holder[key] = mark;
    return Buffer.from(JSON.stringify(root).replace(`"${mark}"`, () => hostileValue(random)));
  }
  const value = holder[key];
  if (Array.isArray(holder)) {
    holder.splice(Number(key), kind < 0.8 ? 1 : 0, ...(kind < 0.8 ? [] : [value, value]));
    return Buffer.from(JSON.stringify(root));
  }
  if (kind < 0.75) {
    Reflect.deleteProperty(holder, key);
    return Buffer.from(JSON.stringify(root));
  }
  const twin =
    kind < 0.9 ? JSON.stringify(key) : pick(['"__proto__"', '"a\\u0000"', `"${'x'.repeat(600)}"`, '""'], random);
  holder[key] = mark;
  const both = `${JSON.stringify(value) ?? 'null'},${twin}:${JSON.stringify(value) ?? 'null'}`;
  return Buffer.from(JSON.stringify(root).replace(`"${mark}"`, () => both));
}

function hostileValue(random: Random): string {
  const kind = random();
  const size = Math.floor(random() * 20_000);
  if (kind < 0.04) return '['.repeat(size) + ']'.repeat(size);
  if (kind < 0.08) return '{"a":'.repeat(size) + '1' + '}'.repeat(size);
  if (kind < 0.1) return `"${'a'.repeat(size)}"`;
  if (kind < 0.12) return `[${'0,'.repeat(size)}0]`;
  return pick(HOSTILE_JSON, random);
}

type Holder = Record<string, unknown>;

/** Every object and array of a tree with each of its keys. */
function holders(value: unknown): { holder: Holder; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Holder;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...holders(holder[key])]);
}
