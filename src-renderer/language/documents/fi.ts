import type { QuoteDifference, QuoteResult } from '#contract/document-calls';
import { counted } from '../counted.ts';
import type { documents as english } from './en.ts';

const differences: Record<QuoteDifference, string> = {
  spaces: 'välit tai rivinvaihdot',
  case: 'isot ja pienet kirjaimet',
  marks: 'lainausmerkit, viivat tai lopun välimerkki',
  formatting: 'Markdownin merkit',
  unicode: 'samannäköiset mutta toisin kirjoitetut kirjaimet',
  hidden: 'näkymättömät merkit, kuten tavuviivat',
  'cut-word': 'lainaus alkaa tai päättyy kesken sanan',
  'left-out': 'tiedostossa on kohdassa ”…” muutakin',
};

const results: Record<QuoteResult, string> = {
  exact: 'kirjain kirjaimelta',
  nearly: 'samat sanat',
  missing: 'ei tiedostoissa',
};

const counts: Record<QuoteResult, (count: number) => string> = {
  exact: counted('fi', { other: '# kirjain kirjaimelta' }),
  nearly: counted('fi', { one: '# samoin sanoin', other: '# samoin sanoin' }),
  missing: counted('fi', { other: '# ei tiedostoissa' }),
};

export const documents: typeof english = {
  quotes: {
    title: 'Lainaukset',
    list: 'Tämän vastauksen lainaukset',
    hint: 'Sarvi etsi jokaista lainausta tämän keskustelun tiedostoista.',
    results,
    counts,
    differences,
    differs: (list: string) => `Ero tiedostoon: ${list}`,
    inFile: 'Tiedostossa',
    open: (result: string, name: string) => `Lainaus, ${result}. Näytä tiedostossa ${name}`,
    missing: 'Lainaus, ei tiedostoissa',
    incomplete: 'Vastaus tai tiedostot ovat hyvin pitkiä. Kaikkea ei tarkistettu.',
  },
  document: {
    length: counted('fi', { one: '# merkki', other: '# merkkiä' }),
    loading: 'Luetaan tiedostoa…',
    text: 'Tiedoston teksti',
  },
  longFiles: {
    title: 'Pitkät tiedostot',
    tooLong: (tokens: string, room: string) =>
      `Liitetyssä tekstissä on noin ${tokens} tokenia. Viestiin tälle mallille mahtuu noin ${room}.`,
    refused: 'Viesti ei mahtunut sellaisenaan malliin. Siitä ei ole kadonnut mitään.',
    choose: 'Valitse, mitä viestiin otetaan. Muuta ei lähetetä.',
    search: 'Hae tiedostosta',
    parts: 'Lähetä osina',
    leaveOut: 'Jätä pois',
    passages: 'Kohdat tähän kysymykseen',
    passagesHint: 'Ne valitaan kysymyksesi sanoilla, taivutusmuodot mukaan lukien, ja lähetetään ennen kysymystä.',
    chosen: (count: string, tokens: string, room: string) => `valittu ${count}, noin ${tokens}/${room} tokenia`,
    share: 'Osuus ikkunasta',
    beginning: 'Viestissä ei ole sanaa, jota hakea. Nämä ovat tiedoston alusta.',
    waiting: 'Kirjoita kysymys. Kohdat haetaan sen sanoilla.',
    nothing:
      'Tiedostossa ei ole kohtaa, jossa olisi viestisi sanoja. Siitä ei lähetetä mitään. Kokeile alla muita sanoja.',
    noneChosen: 'Mitään kohtaa ei ole valittu. Tiedostosta ei lähetetä mitään.',
    looking: 'Haetaan kohtia…',
    own: 'Hae lisää omilla sanoilla',
    ownNone: 'Tiedostossa ei ole näitä sanoja.',
    find: 'Hae',
    more: counted('fi', { one: 'Näytä vielä # kohta', other: 'Näytä vielä # kohtaa' }),
    place: (share: string) => `kohdassa ${share} tiedostosta`,
    partsOf: (name: string, count: string) => `${name}, osia ${count}`,
    partsHint: 'Valitse tämän viestin osat. Seuraava osa valitaan lähetyksen jälkeen.',
    part: (number: string) => `Osa ${number}`,
    sent: 'lähetetty',
    allSent: 'Kaikki osat on lähetetty.',
    tokens: counted('fi', { one: 'noin # token', other: 'noin # tokenia' }),
  },
};
