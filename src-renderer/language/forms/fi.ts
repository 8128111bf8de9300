import type { forms as english } from './en.ts';

/** Vastausten muoto: JSON-skeemat ja rakennesäännöt. */
export const forms: typeof english = {
  forms: {
    label: 'Vastausten muoto',
    hint: 'Malli voi kirjoittaa vain sitä, minkä muoto sallii. Tällainen vastaus kirjoitetaan yksin, eikä sitä voi jatkaa.',
    kinds: { none: 'Vapaa teksti', 'json-schema': 'JSON-skeema', gbnf: 'Rakennesäännöt (GBNF)' },
    ready: 'Valmiit muodot',
    ownForm: 'Oma muoto',
    readyNames: {
      rows: 'Taulukko',
      facts: 'Tekstin tiedot',
      verdict: 'Kyllä tai ei ja perustelu',
      letter: 'Yksi kirjain, A–D',
    },
    text: { 'json-schema': 'Skeema', gbnf: 'Rakennesäännöt' },
    checking: 'Tarkistetaan…',
    fits: 'Tätä muotoa voi noudattaa.',
    view: 'Näytä vastaus muodossa',
    views: { table: 'Taulukko', tree: 'Puu', text: 'Teksti' },
    copyJson: 'Kopioi JSON',
    copyCsv: 'Kopioi CSV',
    copied: 'Kopioitu',
    column: 'Nimi',
    value: 'Arvo',
    moreRows: (rows) => `Lisäksi ${rows} riviä; kopiossa ovat kaikki.`,
    items: (count) => `${count} kohtaa`,
  },
};
