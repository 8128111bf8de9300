import { strengthen } from './gradation.ts';

/**
 * Strong vowel stems that a verb form may belong to: puhu- for puhun, puhuttiin, puhuminen; tule- for tulla, tulen,
 * tullut. A stem has a hyphen at its end, which tells it from nouns, or an equals sign when the form looks like a noun
 * (puhu, puhui). Two forms that look like nouns do not count as forms of one verb.
 */
export function verbStemsOf(word: string): Set<string> {
  const stems = new Set<string>();
  const add = (candidates: readonly string[], mark: '-' | '='): void => {
    for (const stem of candidates) {
      if (stem.length >= 3 || /^[^aeiouyäö]?[aeiouyäö]{2}$/u.test(stem)) stems.add(stem + mark);
    }
  };
  for (const [pattern, read, likeNoun] of FORMS) {
    const match = pattern.exec(word);
    const rest = match === null ? '' : word.slice(0, match.index);
    if (match !== null && rest.length >= 2 && /[aeiouyäö]/u.test(rest))
      add(read(rest), likeNoun === 'like-noun' ? '=' : '-');
  }
  // Imperative and the negated present: the bare weak stem.
  if (/[aeiouyäö]$/u.test(word)) add(strengthen(word), '=');
  return stems;
}

type Form = readonly [ending: RegExp, read: (rest: string) => string[], likeNoun?: 'like-noun'];

const vowelFinal = (stem: string): boolean => /[aeiouyäö]$/u.test(stem);

/** A vowel stem in the strong grade. */
const strong = (rest: string): string[] => (vowelFinal(rest) ? [rest] : []);
/** A vowel stem in the weak grade. */
const weak = (rest: string): string[] => (vowelFinal(rest) ? strengthen(rest) : []);

/** The stem before the i of the past: puhu-i, ant(a)-oi, otta-i > otti, luke-i > luki, halua-i > halusi, tietä-i > tiesi. */
function past(rest: string, grade: (stem: string) => string[]): string[] {
  const found: string[] = [];
  if (/[oö]$/u.test(rest)) {
    const cut = rest.slice(0, -1);
    found.push(...grade(rest), ...grade(`${cut}a`));
    const short = /^([^aeiouyäö]?)([oö])$/u.exec(rest);
    if (short !== null) found.push(short[1] + (short[2] === 'o' ? 'uo' : 'yö'));
  } else if (/[uyaä]$/u.test(rest)) {
    found.push(...grade(rest));
    if (/^[^aeiouyäö]+[aäuy]$/u.test(rest)) found.push(rest + rest.slice(-1));
    // lu-i-n, ha-i-n: the weak grade of luke-, hake- has lost its k
    found.push(...grade(`${rest}e`).filter((stem) => stem.endsWith('ke')));
  } else if (rest.endsWith('e')) found.push(...grade(rest), `${rest.slice(0, -1)}ie`);
  else {
    found.push(...grade(`${rest}a`), ...grade(`${rest}ä`), ...grade(`${rest}e`), ...grade(`${rest}i`));
    if (rest.endsWith('s')) {
      const cut = rest.slice(0, -1);
      if (vowelFinal(cut)) {
        for (const base of grade(cut)) found.push(`${base}a`, `${base}ä`);
        found.push(`${cut}tä`, `${cut}ta`);
      } else found.push(`${cut}tä`, `${cut}ta`);
    }
  }
  return found;
}

/** Conditional: puhu-isi, tul(e)-isi, luk(e)-isi, etsi-isi > etsisi, tapa(a)-isi. */
function conditional(rest: string): string[] {
  if (!vowelFinal(rest)) return [`${rest}e`, `${rest}i`];
  const found = [rest, ...past(rest, (stem) => [stem])];
  if (/[aä]$/u.test(rest)) found.push(rest + rest.slice(-1));
  return found;
}

/** A consonant stem and the e that its vowel stem has: tul-, men-, nous-, pur-; teh- and näh- have k. */
function consonant(rest: string): string[] {
  if (/h$/u.test(rest)) return [`${rest.slice(0, -1)}ke`];
  // ajatel-la : ajattele-n, with the grades the other way round
  if (/[aeiouyäö]l$/u.test(rest)) return strengthen(rest.slice(0, -1)).map((base) => `${base}le`);
  if (/[lnrs]$/u.test(rest)) return [`${rest}e`, ...(rest.endsWith('s') ? [`${rest.slice(0, -1)}kse`] : [])];
  return [];
}

/** The stems behind an infinitive in -ta: halua-, tapaa-, tarvitse-, vanhene-. */
function contracted(rest: string): string[] {
  if (!vowelFinal(rest)) return [];
  const found = strengthen(rest).flatMap((base) => [`${base}a`, `${base}ä`]);
  if (rest.endsWith('i')) found.push(`${rest}tse`);
  if (/[eaä]$/u.test(rest)) found.push(...strengthen(rest).map((base) => `${base}ne`));
  return found;
}

/** Passive: the weak stem, whose last a is an e: anne-taan of anta-. */
function passive(rest: string): string[] {
  const found = [...weak(rest), ...contracted(rest)];
  if (rest.endsWith('e')) found.push(...strengthen(`${rest.slice(0, -1)}a`), ...strengthen(`${rest.slice(0, -1)}ä`));
  return found;
}

const FORMS: readonly Form[] = [
  // Infinitives.
  [/[aä]$/u, strong],
  [/d[aä]$/u, (rest) => [...strong(rest), ...consonant(rest)]],
  [/(?<=([lnr]))\1[aä]$/u, consonant],
  [/(?<=s)t[aä]$/u, consonant],
  [/t[aä]$/u, contracted],
  [
    /m(?:ass[aä]|ast[aä]|aan|all[aä]|atta|äss[aä]|äst[aä]|ään|äll[aä]|ättä|inen|is(?:en|ta|tä|essa|essä|esta|estä|een|eksi|ia|iä|ten))$/u,
    strong,
  ],
  [/ess[aä](?:ni|si|mme|nne|ns[aä]|[aä]n)?$/u, strong],
  [/tt[aä]ess[aä]$/u, passive],
  [/(?<=[aäouy])en$/u, strong],
  [/(?<=([lnr]))\1ess[aä]$/u, consonant],
  [/dess[aä]$/u, (rest) => [...strong(rest), ...consonant(rest)]],
  // Present.
  [/(?:n|t|mme|tte)$/u, weak],
  [/v[aä]t$/u, strong],
  [/(?<=([aeiouyäö]))\1$/u, strong],
  // Past.
  [/i$/u, (rest) => past(rest, (stem) => [stem]), 'like-noun'],
  [/i[nt]$/u, (rest) => past(rest, strengthen), 'like-noun'],
  [/i(?:mme|tte)$/u, (rest) => past(rest, strengthen)],
  [/iv[aä]t$/u, (rest) => past(rest, (stem) => [stem])],
  // Conditional.
  [/isi(?:n|t|mme|tte|v[aä]t)?$/u, (rest) => conditional(rest)],
  // Past participles.
  [/n(?:[uy]t|eet|een)$/u, (rest) => [...strong(rest), ...consonant(rest)]],
  [
    /nn(?:[uy]t|eet|een)$/u,
    (rest) => [...contracted(rest), ...(/^[^aeiouyäö]+[aeiouyäö]{2}$/u.test(rest) ? [`${rest}tä`, `${rest}ta`] : [])],
  ],
  [/(?<=([lrs]))\1(?:[uy]t|eet|een)$/u, consonant],
  // Passive.
  [/t(?:aan|ään|iin)$/u, (rest) => [...passive(rest), ...consonant(rest)]],
  [/ttiin$/u, passive],
  [/d(?:aan|ään)$/u, (rest) => [...strong(rest), ...consonant(rest)]],
  [/(?<=([lnr]))\1(?:aan|ään)$/u, consonant],
  [/tt[uy](?:[njt]|ja|jä|ssa|sta|un|yn)?$/u, passive],
  [/t[uy]$/u, (rest) => [...consonant(rest), ...passive(rest)]],
  // Imperative plural.
  [
    /k(?:aa|ää|oon|öön)$/u,
    (rest) => [...strong(rest), ...consonant(rest), ...(rest.endsWith('t') ? contracted(rest.slice(0, -1)) : [])],
  ],
  // Present participle.
  [/v(?:[aä]n?|ia|iä|ien|at|ät|assa|alla|alle|ista|illa|ille)$/u, strong],
];
