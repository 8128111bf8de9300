import { counted } from '../counted.ts';
import type { finding as english } from './en.ts';

const followers = counted('fi', { one: 'sen jälkeen # viesti', other: 'sen jälkeen # viestiä' });

export const finding: typeof english = {
  bookmarks: {
    page: 'Kirjanmerkit',
    title: 'Kirjanmerkit',
    add: 'Lisää kirjanmerkki',
    remove: 'Poista kirjanmerkki',
    removed: 'Kirjanmerkki poistettiin',
    label: 'Hae merkityistä viesteistä',
    none: 'Ei vielä kirjanmerkkejä',
    noneText: 'Lisää kirjanmerkki viestiin, jota tarvitset myöhemmin. Kaikki kirjanmerkit löytyvät tältä sivulta.',
    toConversations: 'Aloita keskustelu',
    nothingFound: 'Missään merkityssä viestissä ei ole näitä sanoja.',
    count: counted('fi', { one: '# kirjanmerkki', other: '# kirjanmerkkiä' }),
    of: (author: string, title: string) => `${author} keskustelussa ${title}`,
    more: 'Näytä lisää',
    clear: 'Poista kaikki',
    clearTitle: 'Poistetaanko kaikki kirjanmerkit?',
    clearText: 'Viestit jäävät keskusteluihinsa.',
    cleared: counted('fi', { one: 'Kirjanmerkki poistettiin', other: '# kirjanmerkkiä poistettiin' }),
  },
  find: {
    name: 'Hae keskustelusta',
    label: 'Hae',
    next: 'Seuraava osuma (Enter)',
    previous: 'Edellinen osuma (Vaihto+Enter)',
    close: 'Sulje haku',
    position: (index: string, total: string) => `${index} / ${total}`,
    positionLong: (index: string, total: string) => `Osuma ${index}/${total}`,
    none: 'Ei osumia',
    elsewhere: counted('fi', { one: '# muussa versiossa', other: '# muissa versioissa' }),
    incomplete: 'Keskustelu on niin pitkä, että haku kattoi vain sen alun.',
  },
  outline: {
    open: 'Sisällys ja versiot',
    title: 'Sisällys ja versiot',
    contents: 'Sisällys',
    versions: 'Versiot',
    none: 'Viestejä ei vielä ole.',
    onlyVersion:
      'Jokaisesta viestistä on yksi versio. Kun muokkaat viestiä tai pyydät uuden vastauksen, versiot näkyvät tässä.',
    versionsText: 'Viestit, joista on useita versioita. Valitse versio, josta haluat jatkaa.',
    version: (number: string) => `Versio ${number}`,
    below: (count: number) => (count === 0 ? 'viimeinen viesti' : followers(count)),
    shown: 'Näkyvissä nyt',
    incomplete: 'Vain ensimmäiset näytetään, koska niitä on niin paljon.',
  },
};
