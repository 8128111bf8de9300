import { EITHER_CASE_WORDS, LOWER_CASE_WORDS } from './english-words.ts';
import { ORTHOGRAPHY, type PunktTables } from './punkt-tables.ts';

const words = (text: string): Set<string> => new Set(text.trim().split(/\s+/));

/** Of American newspapers: titles, companies, states, months, days, and initials of names and places. */
const ABBREVIATIONS = words(`
  mr mrs ms messrs dr prof st jr sr gen col lt maj sgt sen rep reps
  inc corp co ltd bros cie mg
  ala ariz calif colo conn fla ga ill kan ky mass md mich minn mo nev okla ore pa tenn va vt wash wis
  jan feb aug sept sep oct nov dec mon tues wed thurs fri sat
  adm ave ct ft yr vs chg
  a.m p.m u.s u.k u.n u.s.a u.s.s.r d.c n.y n.j n.c n.h n.m s.c w.va ph.d m.b.a s.a n.v b.v a.g s.p.a
  a.c a.d a.h b.f c.r d.h e.l f.g g.d h.m j.b j.c j.j j.k j.p j.r l.a l.f l.p m.j p.m r.h r.j s.g w.c w.w
  c f h l m n r s t v w
`);

const SENTENCE_STARTERS = words(`
  according although among but despite even he however i if in indeed instead it many meanwhile moreover most
  nevertheless nonetheless nor separately similarly since so some the there these they this though thus under when
  while yet both
`);

const { firstUpper, innerUpper, innerLower } = ORTHOGRAPHY;
const CASES = new Map<string, number>([
  ...[...words(LOWER_CASE_WORDS)].map((word) => [word, innerLower] as const),
  ...[...words(EITHER_CASE_WORDS)].map((word) => [word, firstUpper + innerUpper + innerLower] as const),
]);

/** Sarvi's own tables for English, for where NLTK's are not at hand. */
export const ENGLISH_TABLES: PunktTables = {
  abbreviations: ABBREVIATIONS,
  collocations: new Set(),
  sentenceStarters: SENTENCE_STARTERS,
  orthography: (type) => CASES.get(type) ?? 0,
};
