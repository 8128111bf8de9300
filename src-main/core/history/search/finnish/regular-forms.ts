import { weaken } from './gradation.ts';
import { NOUNS } from './nouns.ts';

/** Loanwords and others without gradation: auto, auton. */
const UNGRADED: ReadonlySet<string> = new Set('auto data foto haiku mopo muki pipo pupu tipu'.split(' '));

/**
 * Whether `form` is a regular form of a noun. The lemmas of a form come from single rules; this checks a noun's whole
 * inflection. Words that are not known are checked least, because they may be names.
 */
export function mayBecome(lemma: string, form: string): boolean {
  if (form === lemma) return true;
  return !(
    hasWrongGrade(lemma, form) ||
    hasWrongPlural(lemma, form) ||
    hasWrongStem(lemma, form) ||
    hasWrongHarmony(lemma, form)
  );
}

/** An ending that closes the syllable before it, after the last vowel of a stem or the i of its plural. */
const CLOSED =
  /^(?:([aeiouyäö])(?!\1)i?|[oöe]i)(?:[nt](?:k[aäio].*|h[aä]n|p[aä])?$|(?:ll|lt|ss|st)[aä]|lle|ksi|tt[aä])/u;

const SHORT = /^[^aeiouyäö]*[aeiouyäö]{1,2}[ptk]$/u;

/** mato-n has the strong grade before an ending that needs the weak one, which is mado-n; maton is a form of matto. */
function hasWrongGrade(lemma: string, form: string): boolean {
  if (!/[^aeiouyäö][aiouyäö]$/u.test(lemma) || UNGRADED.has(lemma)) return false;
  // luku has luvu-n, where joki has joe-n.
  if (/[^aeiouyäö](?:uku|yky)$/u.test(lemma)) return form.startsWith(lemma.slice(0, -2) + lemma.slice(-1));
  const base = lemma.slice(0, -1);
  if (!form.startsWith(base) || !CLOSED.test(form.slice(base.length))) return false;
  // Two equal consonants have a weak grade in every word; other consonants in words that are not names, and single ones
  // only in words of two syllables. After h it varies by word (nahan, tuhkan).
  const single = /[aeiouyäö][ptk]$/u.test(base);
  const isGraded =
    /kk$|pp$|tt$/u.test(base) || (NOUNS.has(lemma) && (!single || SHORT.test(base)) && !base.endsWith('hk'));
  return isGraded && weaken(lemma).length > 1;
}

/**
 * Two syllables that end in a have o before the i of the plural, or lose the a where the first of them has o or u:
 * kahva, kahvoja, and koira, koiria; those in ä always do. Only suola has suoloja. One syllable loses a vowel: suo,
 * soita.
 */
function hasWrongPlural(lemma: string, form: string): boolean {
  if (/^[^aeiouyäö]*(?:aa|ee|ii|oo|uu|yy|ää|öö|uo|yö|ie)$/u.test(lemma)) {
    return form.startsWith(lemma) && /^[ij]/u.test(form.slice(lemma.length));
  }
  const short = /^[^aeiouyäö]*([aeiouyäö])[eiouyö]?([^aeiouyäö]+)[aä]$/u.exec(lemma);
  if (short === null || lemma === 'suola') return false;
  const [, first = '', cluster = ''] = short;
  const before = lemma.slice(0, -1 - cluster.length);
  if (!form.startsWith(before)) return false;
  const vowel = /^[^aeiouyäö]*([aeiouyäö]+)/u.exec(form.slice(before.length))?.[1] ?? '';
  return lemma.endsWith('ä') || /[ou]/.test(first) ? /^[oö]/u.test(vowel) : vowel.startsWith('i');
}

/** Words whose i is an e before endings: kivi, kiven; others keep it: pari, parin. */
const E_STEMS: ReadonlySet<string> = new Set(
  `arki arpi hanhi hanki happi hauki helmi henki hetki hiili hiiri hiki hirsi hirvi huoli huuli joki jouhi jousi juoni
  juuri jälki järki järvi kaari kaikki kaksi kampi kanki kansi kausi kieli kiiski kilpi kivi koipi korpi korsi koski kuori
  kurki kuusi kylki kynsi käki kärki käsi köysi lahti lampi lapsi lehti lempi leski liemi liesi lohi loimi lovi lumi
  luomi länsi läpi meri mesi mieli moni mäki niemi niini nimi noki nummi nuoli nuori nurmi närhi olki onki onni orsi
  ovi paasi parvi peitsi pieli pieni pilvi polvi poski povi puoli pursi putki pälvi reisi reki retki riihi ripsi
  rupi ruuhi saari saarni saksi salmi sampi sappi sarvi savi seimi sieni siipi sini solki sormi suksi suoli suomi
  suoni susi suuri syli sylki sysi särki sääri sääski taimi talvi tammi teeri telki tiili toimi torvi tosi tuki tuli
  tuohi tuomi tuoni tuppi tuuli typpi tyvi tyyni tähti täysi umpi uni uusi varsi vaski veitsi veli veri vesi vieri
  viiksi viisi virpi virsi vuohi vuori vuosi vyyhti väki yksi ääni ääri`.split(/\s+/),
);

/**
 * huone has a longer stem before most endings, as in huonee-n. Some words in i have e instead in the singular; none has
 * both.
 */
function hasWrongStem(lemma: string, form: string): boolean {
  if (!NOUNS.has(lemma)) return false;
  if (/[^aeiouyäö]e$/u.test(lemma)) {
    const rest = form.slice(lemma.length);
    return (
      form.startsWith(lemma) && !/^(?:kolme|nukke)$/.test(lemma) && !/^(?:[ei]|tt[aä]|k[aäio]|h[aä]n|p[aä])/u.test(rest)
    );
  }
  if (!/[^aeiouyäö]i$/u.test(lemma)) return false;
  if (form.startsWith(lemma) && /^t[aä]/u.test(form.slice(lemma.length))) return true;
  // par-ta and par-en are not forms of pari
  return !E_STEMS.has(lemma) && !/^[^aeiouyäö]*(?:i|e[ij])/u.test(form.slice(lemma.length - 2));
}

/** The vowels of endings match those of the word. */
function hasWrongHarmony(lemma: string, form: string): boolean {
  if (!NOUNS.has(lemma)) return false;
  if (/[aou]/.test(lemma)) return !/[äöy]/u.test(lemma) && /[äöy]/u.test(form);
  return /[aou]/.test(form) && !/^[mv]er(?:i|ta)/.test(form);
}
