import type { updates as english } from './en.ts';

/** Sanat Sarven uudemmista versioista. */
export const updates: typeof english = {
  updates: {
    title: 'Päivitykset',
    current: 'Tämä versio',
    check: 'Tarkista päivitykset',
    checking: 'Tarkistetaan…',
    sends: (host: string) =>
      `Palvelimelle ${host} lähtee yksi pyyntö: osoite ja ohjelman nimi, ei versiota, tunnistetta eikä muita tietoja. Kuten verkossa aina, palvelin näkee IP-osoitteesi.`,
    automatic: 'Tarkista automaattisesti',
    automaticHint: 'Sama pyyntö jokaisella käynnistyksellä ja kerran päivässä. Mitään ei ladata itsestään.',
    newest: (version: string) => `Sinulla on uusin versio, ${version}.`,
    older: (found: string, current: string) =>
      `Uusin julkaistu versio on ${found}. Sinulla on sitä uudempi ${current}.`,
    offer: (version: string) => `Sarvi ${version}`,
    released: (day: string) => `Julkaistu ${day}`,
    notes: 'Uutta',
    noNotes: 'Muutoksista ei ole kuvausta.',
    download: (size: string) => `Lataa (${size})`,
    continueDownload: (size: string) => `Jatka latausta (jäljellä ${size})`,
    progress: (done: string, whole: string) => `${done} / ${whole}`,
    downloading: 'Päivitystä ladataan',
    kept: 'Jos peruutat, siihen asti ladattu säilyy.',
    downloaded: 'Tiedosto on ladattu, ja se on Sarven tekijöiden allekirjoittama.',
    install: 'Asenna ja käynnistä uudelleen',
    installing: 'Asennetaan: Sarvi sulkeutuu ja käynnistyy uudelleen.',
    discard: 'Poista lataus',
    show: 'Näytä tiedosto',
    available: (version: string) => `Sarvi ${version} on saatavilla.`,
    openUpdates: 'Näytä',
    confirmTitle: (version: string) => `Asennetaanko Sarvi ${version} nyt?`,
    steps: {
      nsis: 'Sarvi varmuuskopioi historian, pysäyttää käynnissä olevat vastaukset ja tuonnit ja sulkeutuu. Asennusohjelma korvaa ohjelman ja käynnistää sen. Keskustelut, mallit ja asetukset säilyvät.',
      mac: 'Sarvi varmuuskopioi historian, pysäyttää käynnissä olevat vastaukset ja tuonnit ja sulkeutuu. macOS korvaa ohjelman ja käynnistää sen. Keskustelut, mallit ja asetukset säilyvät.',
      appimage:
        'Sarvi varmuuskopioi historian, pysäyttää käynnissä olevat vastaukset ja tuonnit ja korvaa oman tiedostonsa. Sitten se sulkeutuu ja uusi versio käynnistyy. Keskustelut, mallit ja asetukset säilyvät.',
    },
    byHand: {
      portable: 'Sulje Sarvi ja pura tiedosto ohjelman kansion päälle. Kansio Sarvi data säilyy.',
      deb: 'Sulje Sarvi ja asenna tiedosto järjestelmän omalla työkalulla, päätteessä tiedoston kansiossa:',
      rpm: 'Sulje Sarvi ja asenna tiedosto järjestelmän omalla työkalulla, päätteessä tiedoston kansiossa:',
      tar: 'Sulje Sarvi ja pura tiedosto vanhan kansion tilalle.',
      appimage: 'Ohjelman kansioon ei voi kirjoittaa. Sulje Sarvi ja korvaa ohjelman tiedosto tällä.',
      nsis: 'Sulje Sarvi ja käynnistä tiedosto.',
      mac: 'Sulje Sarvi, pura tiedosto ja vedä Sarvi Ohjelmat-kansioon.',
    },
    privacySent:
      'Lähetetty: ei mitään muuta kuin päivityspyynnöt. Sarvessa ei ole käyttäjätiliä eikä seurantaa, eikä se ota yhteyttä muualle, ellet lisää etämoottoria.',
    privacyOff: (host: string) =>
      `Päivitykset: Sarvi ei kysy mitään itsestään. ”Tarkista päivitykset” lähettää yhden pyynnön palvelimelle ${host}.`,
    privacyOn: (host: string) =>
      `Päivitykset: Sarvi kysyy niitä palvelimelta ${host} jokaisella käynnistyksellä ja kerran päivässä; muuta kuin pyyntö ei lähde. Otit tämän itse käyttöön.`,
  },
};
