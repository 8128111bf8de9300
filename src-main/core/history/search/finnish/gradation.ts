/**
 * Consonant gradation: the consonants before the last vowels of a stem have a strong grade (katu, lamppu, ranta) and a
 * weak one (kadu-n, lampu-n, ranna-n). The spelling does not show which one a word has, so both functions give every
 * form that the other grade may have, and their callers compare.
 */
const VOWELS = 'aeiouyäö';
const STEM = new RegExp(`^(.*[${VOWELS}])([^${VOWELS}]+)([${VOWELS}]+)$`, 'u');
const HIATUS = new RegExp(`^(.*[${VOWELS}])([${VOWELS}])$`, 'u');

/** Weak clusters, and the strong ones that they may stand for. */
const STRONG_OF: Readonly<Record<string, readonly string[]>> = {
  k: ['kk'],
  p: ['pp'],
  t: ['tt'],
  d: ['t'],
  v: ['p'],
  mm: ['mp'],
  nn: ['nt'],
  ng: ['nk'],
  ll: ['lt'],
  rr: ['rt'],
  hd: ['ht'],
  lv: ['lp'],
  rv: ['rp'],
  lj: ['lk'],
  rj: ['rk'],
  hj: ['hk'],
  l: ['lk'],
  r: ['rk'],
  h: ['hk'],
  nk: ['nkk'],
  mp: ['mpp'],
  nt: ['ntt'],
  lk: ['lkk'],
  rk: ['rkk'],
  lp: ['lpp'],
  rp: ['rpp'],
  lt: ['ltt'],
  rt: ['rtt'],
  ps: ['pps'],
  ts: ['tts'],
};

const WEAK_OF: Readonly<Record<string, readonly string[]>> = Object.entries(STRONG_OF).reduce<Record<string, string[]>>(
  (table, [weak, strongs]) => {
    for (const strong of strongs) (table[strong] ??= []).push(weak);
    return table;
  },
  {},
);

/** The strong-grade stems of a weak-grade one, and the stem itself, because not every word has gradation. */
export function strengthen(stem: string): string[] {
  const parts = STEM.exec(stem);
  const found = [stem];
  if (parts !== null) {
    const [, head = '', cluster = '', tail = ''] = parts;
    for (const strong of STRONG_OF[cluster] ?? []) found.push(head + strong + tail);
    // luku : luvu-n, kyky : kyvy-n
    if (cluster === 'v' && /u$/.test(head) && tail.startsWith('u')) found.push(`${head}k${tail}`);
    if (cluster === 'v' && /y$/.test(head) && tail.startsWith('y')) found.push(`${head}k${tail}`);
  }
  // j stands for ik in a few old words: aika : aja-n, ajo-i-ssa, poika : poja-n
  const glide = /^(.*[ao])j([aäo]|at)$/u.exec(stem);
  if (glide !== null) found.push(`${glide[1]}ik${glide[2]}`);
  // ruoka : ruoa-n or ruua-n
  if (stem.endsWith('uua')) found.push(`${stem.slice(0, -2)}oka`);
  // k may disappear: joki : joe-n, lukea : lue-n
  const hiatus = HIATUS.exec(stem);
  if (hiatus !== null) found.push(`${hiatus[1]}k${hiatus[2]}`);
  return found;
}

/** The weak-grade stems of a strong-grade one, and the stem itself. */
export function weaken(stem: string): string[] {
  const parts = STEM.exec(stem);
  if (parts === null) return [stem];
  const [, head = '', cluster = '', tail = ''] = parts;
  const found = [stem];
  for (const weak of WEAK_OF[cluster] ?? []) found.push(head + weak + tail);
  if (cluster === 'k') {
    found.push(head + tail);
    // luku : luvu-n, aika : aja-n
    if (/[^aeiouyäö][uy]$/u.test(head) && tail === head.at(-1)) found.push(`${head}v${tail}`);
    if (/[ao]i$/u.test(head)) found.push(`${head.slice(0, -1)}j${tail}`);
  }
  return found;
}
