import { strengthen, weaken } from './gradation.ts';

/** A stem after its ending was removed. */
interface Stem {
  readonly text: string;
  /**
   * What came before the ending: a vowel stem in the weak or the strong grade, a consonant stem, or the part before the
   * i of the plural, again in one of the two grades.
   */
  readonly kind: 'weak' | 'strong' | 'consonant' | 'weak-plural' | 'strong-plural';
}

type Ending = readonly [pattern: RegExp, kind: Stem['kind']];

/**
 * Case endings, by the stem that they leave. Vowel harmony is ignored: a word has only one kind of endings, and words
 * typed without diacritics are read in the same way.
 */
const ENDINGS: readonly Ending[] = [
  // Singular: closed syllable, weak grade.
  [/(?:n|t|ll[aä]|lt[aä]|lle|ss[aä]|st[aä]|ksi|tt[aä])$/u, 'weak'],
  // Singular: open syllable, strong grade.
  [/n[aä]$/u, 'strong'],
  [/(?<=[eiouyäöa])[aä]$/u, 'strong'],
  [/(?<=[aä]{2}|[oö]{2}|u{2}|y{2}|i{2}|e{2}|uo|yö|ie)t[aä]$/u, 'strong'],
  [/(?<=([aeiouyäö]))\1n$/u, 'strong'],
  [/h([aeiouyäö])n$/u, 'strong'],
  [/seen$/u, 'strong'],
  // Singular: partitive and essive of a consonant stem; genitive plural of one.
  [/(?<=[nslrthk])t[aä]$/u, 'consonant'],
  [/(?<=[snlr])n[aä]$/u, 'consonant'],
  [/(?<=[snlrt])ten$/u, 'consonant'],
  // -e: huone, huonetta.
  [/(?<=e)tt[aä]$/u, 'consonant'],
  // Plural.
  [/i(?:ll[aä]|lt[aä]|lle|ss[aä]|st[aä]|ksi|tt[aä])$/u, 'weak-plural'],
  // mansikoi-ta, laatikoi-den
  [/(?<=k[oö])i(?:t[aä]|den|hin)$/u, 'weak-plural'],
  [/i(?:n[aä]|t[aä]|[aä]|en|in|hin|siin|den|tten|ne)$/u, 'strong-plural'],
  [/j(?:[aä]|en)$/u, 'strong-plural'],
  [/(?<=i)t[aä]$/u, 'strong-plural'],
];

const CLITICS = /(?:kin|kaan|kään|kohan|köhän|pahan|pähän|han|hän|ko|kö|pa|pä)s?$/u;
const POSSESSIVES = /(?:ni|si|mme|nne|ns[aä])$/u;
/** The possessive of the third person after a case ending: talossaan, taloaan, talolleen. */
const POSSESSIVE_VOWEL = /(?<=(?:ss|st|ll|lt|[ntieoöuyj])[aä])[aä]n$|(?<=(?:ll|ks)e)en$/u;

/** Words of one syllable, which are few, by the part before the i of their plural. */
const SHORT_PLURALS: Readonly<Record<string, readonly string[]>> = {
  ö: ['yö'],
  tö: ['työ'],
  vö: ['vyö'],
  so: ['suo'],
  te: ['tie', 'tee'],
  ma: ['maa'],
  pu: ['puu'],
  lu: ['luu'],
  ku: ['kuu'],
  su: ['suu'],
  mu: ['muu'],
  pä: ['pää'],
  jä: ['jää'],
  sä: ['sää'],
  hä: ['hää'],
  sy: ['syy'],
  ky: ['kyy'],
};

/** Base forms that an inflected noun or adjective may belong to, itself among them. */
export function nounLemmasOf(word: string): Set<string> {
  const lemmas = new Set<string>([word]);
  for (const form of bareForms(word)) {
    lemmas.add(form);
    for (const positive of positivesOf(form)) lemmas.add(positive);
    for (const [pattern, kind] of ENDINGS) {
      const text = form.replace(pattern, '');
      if (text === form || !isStem(text, kind)) continue;
      for (const lemma of lemmasOfStem({ text, kind })) {
        lemmas.add(lemma);
        for (const positive of positivesOf(lemma)) lemmas.add(positive);
      }
    }
  }
  return lemmas;
}

/** The positive of a comparative: isompi of iso, vanhempi of vanha. */
function positivesOf(lemma: string): string[] {
  const stem = lemma.endsWith('mpi') ? lemma.slice(0, -3) : '';
  if (stem.length < 3 && !/^[aeiouyäö][^aeiouyäö]$/u.test(stem)) return [];
  return stem.endsWith('e') ? [stem, `${stem.slice(0, -1)}a`, `${stem.slice(0, -1)}ä`] : [stem];
}

/** The word without suffixes after its case ending. */
function bareForms(word: string): Set<string> {
  const forms = new Set<string>([word]);
  const clitic = word.replace(CLITICS, '');
  if (clitic.length >= 3) forms.add(clitic);
  for (const form of [...forms]) {
    const owned = form.replace(POSSESSIVES, '');
    if (owned !== form && (owned.length >= 3 || owned === 'yö') && /[aeiouyäö]$/u.test(owned)) {
      forms.add(owned);
      // Before a possessive the ending loses its n or t: talo(n)-ni, taloo(n)-ni, talo-je(n)-ni.
      forms.add(`${owned}n`);
      for (const lemma of lemmasOfStem({ text: owned, kind: 'strong' })) forms.add(lemma);
      if (owned.endsWith('kse')) forms.add(`${owned.slice(0, -1)}i`);
    }
    const third = form.replace(POSSESSIVE_VOWEL, '');
    if (third !== form && third.length >= 3) {
      forms.add(third);
      if (third.endsWith('kse')) forms.add(`${third.slice(0, -1)}i`);
    }
  }
  return forms;
}

function isStem(text: string, kind: Stem['kind']): boolean {
  if (!/[aeiouyäö]/u.test(text)) return false;
  if (kind === 'weak' || kind === 'strong') {
    return /[aeiouyäö]$/u.test(text) && (text.length >= 3 || /[aeiouyäö]{2}$/u.test(text));
  }
  if (text.length >= 3 || /^[aeiouyäö][^aeiouyäö]$/u.test(text)) return true;
  return kind !== 'consonant' && /[aeouyäö]$/u.test(text);
}

function lemmasOfStem(stem: Stem): string[] {
  switch (stem.kind) {
    case 'weak':
      return strengthen(stem.text).flatMap(lemmasOfVowelStem);
    case 'strong':
      return lemmasOfVowelStem(stem.text);
    case 'consonant':
      return lemmasOfConsonantStem(stem.text);
    case 'weak-plural':
      return [...new Set([...strengthenBefore(stem.text), stem.text])].flatMap(lemmasOfPluralStem);
    case 'strong-plural':
      return lemmasOfPluralStem(stem.text);
  }
}

/** The vowel that the i of the plural has replaced counts for gradation: kad-i- would come from kada-. */
function strengthenBefore(text: string): string[] {
  if (/[aeiouyäö]$/u.test(text)) return strengthen(text);
  return strengthen(`${text}a`).map((strong) => strong.slice(0, -1));
}

/** `stem` is the strong singular stem: kive-, naise-, hampaa-, talo-. */
function lemmasOfVowelStem(stem: string): string[] {
  const lemmas = [stem];
  const cut = (count: number): string => stem.slice(0, -count);
  if (/(?:aa|ää|ii|uu|yy)$/u.test(stem) && isLong(stem)) {
    lemmas.push(...weaken(cut(1)).map((weak) => `${weak}s`));
    if (/(?:aa|ää)$/u.test(stem)) lemmas.push(`${cut(1)}t`);
  }
  if (/[aeiouyäö]lee$/u.test(stem)) lemmas.push(cut(2));
  if (stem.endsWith('ee')) lemmas.push(...weaken(cut(1)), ...participle(cut(2)));
  else if (stem.endsWith('e')) {
    lemmas.push(`${cut(1)}i`);
    if (stem.endsWith('kse')) lemmas.push(`${cut(3)}s`);
    else if (stem.endsWith('lje')) lemmas.push(`${cut(2)}i`);
    else if (stem.endsWith('se')) lemmas.push(`${cut(2)}nen`);
    else if (stem.endsWith('te')) lemmas.push(`${cut(2)}si`, `${cut(2)}s`);
    else if (stem.endsWith('me')) lemmas.push(`${cut(2)}n`);
    else if (stem.endsWith('he')) lemmas.push(`${cut(2)}s`);
    else if (/[uy]e$/u.test(stem)) lemmas.push(`${cut(1)}t`);
    else if (/[rln]e$/u.test(stem)) lemmas.push(...weaken(cut(2)).map((weak) => weak + stem.slice(-2, -1)));
  }
  if (/tt[oö]m[aä]$/u.test(stem)) lemmas.push(`${cut(4)}${stem.slice(-3, -2)}n`);
  if (/mp[aä]$/u.test(stem)) lemmas.push(`${cut(1)}i`);
  return lemmas;
}

/** kuollee- is the stem of kuollut, väsynee- of väsynyt. */
function participle(stem: string): string[] {
  return /[nlrs]$/u.test(stem) ? [`${stem}ut`, `${stem}yt`] : [];
}

/** `stem` is the part before -ta: nais-, vieras-, avain-, kät-, huone(t)-. */
function lemmasOfConsonantStem(stem: string): string[] {
  const cut = stem.slice(0, -1);
  // kuus-ta is of kuusi
  const fir = stem.endsWith('uus') ? [`${stem}i`] : [];
  if (stem.endsWith('s')) return [stem, ...fir, `${cut}nen`, `${cut}psi`, `${cut}ksi`];
  if (stem.endsWith('t')) return [stem, `${cut}si`, `${cut}s`, cut];
  if (stem.endsWith('n')) return [stem, `${stem}i`, `${cut}mi`];
  if (/[lr]$/u.test(stem)) return [stem, `${stem}i`];
  if (stem.endsWith('h')) return [`${cut}ksi`, `${stem}i`];
  return [stem];
}

/** `stem` is the part before the i of the plural: talo-, kalo- (kala), koir- (koira), kiv- (kivi), nais- (nainen). */
function lemmasOfPluralStem(stem: string): string[] {
  const cut = (count: number): string => stem.slice(0, -count);
  const lemmas: string[] = [];
  const short = SHORT_PLURALS[stem];
  if (short !== undefined) return [...short];
  if (stem.length < 3 && !/^[aeiouyäö][^aeiouyäö]$/u.test(stem)) return [];
  if (/[oö]$/u.test(stem)) lemmas.push(stem, `${cut(1)}a`, `${cut(1)}ä`);
  else if (stem.endsWith('e')) {
    // pare-ja of pari, vaike-ita of vaikea
    lemmas.push(`${cut(1)}i`, stem, `${stem}a`, `${stem}ä`, ...weaken(stem), ...participle(cut(1)));
  } else if (/[aä]$/u.test(stem)) {
    lemmas.push(stem + stem.slice(-1), `${stem}t`, ...weaken(stem).map((weak) => `${weak}s`));
  } else if (/[uy]$/u.test(stem)) lemmas.push(stem, `${stem}t`, stem + stem.slice(-1));
  else if (stem.endsWith('i')) lemmas.push(stem, `${cut(1)}is`, ...weaken(stem).map((weak) => `${weak}s`));
  else {
    lemmas.push(`${stem}a`, `${stem}ä`, `${stem}i`);
    if (stem.endsWith('ks')) lemmas.push(`${cut(2)}s`);
    else if (stem.endsWith('s')) lemmas.push(`${cut(1)}nen`, stem);
    else if (/tt[oö]m$/u.test(stem)) lemmas.push(`${cut(3)}${stem.slice(-2, -1)}n`);
    else if (stem.endsWith('mm')) lemmas.push(`${cut(1)}pi`);
    else if (stem.endsWith('mp')) lemmas.push(`${stem}i`);
    else if (stem.endsWith('m')) lemmas.push(`${cut(1)}n`);
    else if (stem.endsWith('h')) lemmas.push(`${cut(1)}s`);
    else if (/[rln]$/u.test(stem)) lemmas.push(...weaken(cut(1)).map((weak) => weak + stem.slice(-1)));
  }
  return lemmas;
}

/** Whether a stem has more syllables than its long vowel: vieraa-, kauppiaa-, not maa-. */
function isLong(stem: string): boolean {
  return /[aeiouyäö][^aeiouyäö]+[aeiouyäö]{2,3}$/u.test(stem);
}
