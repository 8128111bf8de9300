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
    place: (number: string, count: string) => `Kohta ${number}/${count}`,
    next: 'Seuraava kohta',
    previous: 'Edellinen kohta',
  },
};
