import { counted } from '../counted.ts';
import type { prompts as english } from './en.ts';

/** Kehotekirjasto. */
export const prompts: typeof english = {
  prompts: {
    page: 'Kehotteet',
    title: 'Kehotteet',
    intro:
      'Valmiita kehotteita, joissa on täytettäviä kenttiä. Löydät ne kirjoittamalla tyhjään viestiin merkin\u00a0/. Omat kehotteesi ovat tavallisia Markdown-tiedostoja, joita voit kopioida ja jakaa.',
    make: 'Uusi kehote',
    import: 'Tuo tiedostoja…',
    exportAll: 'Vie kaikki…',
    find: 'Etsi kehotteita',
    none: 'Näillä sanoilla ei löytynyt kehotteita.',
    otherGroup: 'Muut',
    use: 'Käytä',
    useNamed: (title) => `Käytä kehotetta ”${title}”`,
    actsOf: (title) => `Toiminnot: ${title}`,
    edit: 'Muokkaa',
    editCopy: 'Muokkaa omana kopiona',
    addLanguage: { fi: 'Lisää suomenkielinen versio', en: 'Lisää englanninkielinen versio' },
    saveFile: 'Tallenna tiedostona',
    removeVersion: { fi: 'Poista suomenkielinen versio', en: 'Poista englanninkielinen versio', none: 'Poista' },
    remove: (title) => `Poistetaanko ”${title}”?`,
    removeText: 'Kehotteen tiedosto poistetaan. Poistoa ei voi kumota.',
    removeCopyText: 'Oma kopiosi poistetaan, ja Sarven alkuperäinen kehote tulee takaisin.',
    sarvis: 'Sarven mukana',
    languages: { fi: 'suomi', en: 'englanti', none: 'mikä kieli tahansa' },
    folder: 'Omat kehotteesi ovat tässä kansiossa:',
    openFolder: 'Avaa kansio',
    unread: counted('fi', {
      one: '# tiedostoa ei näytetä: tiedostoja on yli 500, tai sen nimi ei kelpaa kaikissa järjestelmissä.',
      other: '# tiedostoa ei näytetä: tiedostoja on yli 500, tai niiden nimet eivät kelpaa kaikissa järjestelmissä.',
    }),
    fault: (line, reason) => `Rivi ${line}: ${reason}.`,
    faultOfFile: (reason) => `Huomaa: ${reason}.`,
    imported: counted('fi', { one: '# kehote tuotiin.', other: '# kehotetta tuotiin.' }),
    alreadyThere: counted('fi', { one: '# oli jo kirjastossa.', other: '# oli jo kirjastossa.' }),
    refused: (name, reason) => `${name} jätettiin pois: ${reason}.`,
    exportTitle: 'Vie kaikki kehotteet',
    exportText: 'Uusi kansio, jossa jokainen kehote on Markdown-tiedostona, myös Sarven mukana tulleet.',
    exportPath: 'Uusi kansio',
    export: 'Vie',
    exported: counted('fi', { one: '# tiedosto vietiin.', other: '# tiedostoa vietiin.' }),
    leftOut: counted('fi', {
      one: '# jätettiin pois, koska sitä ei voi lukea.',
      other: '# jätettiin pois, koska niitä ei voi lukea.',
    }),

    fillTitle: 'Kehote',
    fillText: 'Täytä kentät. Näet koko viestin, ennen kuin lähetät sen.',
    language: 'Kieli',
    chooseFile: 'Valitse tiedosto…',
    anotherFile: 'Valitse toinen tiedosto…',
    removeFile: 'Poista tiedosto',
    preview: 'Viesti',
    previewMore: counted('fi', { one: '… ja vielä # merkki', other: '… ja vielä # merkkiä' }),
    apart: (name) =>
      `${name} on liian pitkä viestiin tekstinä. Se liitetään viestiin, ja valitset siellä, mitä siitä lähetetään.`,
    insert: 'Lisää viestiin',

    menu: 'Lisättävät kehotteet',
    menuCount: counted('fi', { one: '# kehote.', other: '# kehotetta; kirjoittaminen rajaa luetteloa.' }),
    menuHint: '↑ ja ↓ valitsevat, Enter lisää, Esc sulkee',

    editTitle: 'Muokkaa kehotetta',
    name: 'Nimi',
    about: 'Mihin sitä käytetään',
    group: 'Ryhmä',
    body: 'Teksti',
    bodyHint:
      'Kaksinkertaisissa aaltosulkeissa olevasta nimestä, kuten {{aihe}} tai {{oma nimi}}, tulee täytettävä kenttä.',
    noField: (place) =>
      `${place} ei ole kenttä: nimessä voi olla kirjaimia, numeroita, - ja _, sanojen välissä yksi väli, ja enintään 40 merkkiä.`,
    fields: 'Kentät',
    noFields: 'Tekstissä ei ole kenttiä.',
    moreFields: (most) => `Vain ${most} ensimmäistä kenttää kysytään.`,
    kind: 'Tyyppi',
    kinds: { text: 'Tekstirivi', long: 'Pitkä teksti', choice: 'Valinta', file: 'Tiedosto' },
    label: 'Otsikko lomakkeessa',
    choices: 'Vaihtoehdot, yksi rivillä',
  },
};
