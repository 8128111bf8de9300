import type { quick as english } from './en.ts';

/** Pikaikkunan ja sen asetusten sanat. */
export const quick: typeof english = {
  quick: {
    title: 'Pikaikkuna',
    intro: 'Pieni ikkuna muiden ohjelmien päällä: kysy, kopioi vastaus ja jatka töitäsi.',
    on: 'Avaa pikaikkuna näppäimillä missä tahansa ohjelmassa',
    onHint:
      'Toimii, kun Sarvi on käynnissä. Kun tämä ei ole käytössä, Sarvi ei kuule näppäimiä omien ikkunoidensa ulkopuolelta. Valitse ensin näppäimet.',
    keys: 'Näppäimet',
    keysHint:
      'Napsauta ja paina sitten näppäimiä, esimerkiksi Ctrl+Vaihto+välilyönti. Niihin kuuluu kaksi näppäimistä Ctrl (Komento), Alt ja Vaihto.',
    changeKeys: (keys: string) => `Pikaikkunan näppäimet: ${keys}. Vaihda näppäimet`,
    removeKeys: 'Poista näppäimet',
    space: 'välilyönti',
    faults: {
      'few-modifiers': (keys: string) =>
        `Muut ohjelmat eivät enää saisi näppäimiä ${keys}. Valitse näppäimet, joissa on kaksi näppäimistä Ctrl (Komento), Alt ja Vaihto.`,
      types: (keys: string) => `${keys} kirjoittaa monella näppäimistöllä merkin. Valitse toiset näppäimet.`,
      'unknown-key': (keys: string) =>
        `${keys} ei käy kaikkialla. Valitse kirjain, numero, toimintonäppäin tai välilyönti.`,
      used: (keys: string) => `${keys} on järjestelmän tai useimpien ohjelmien käytössä. Valitse toiset näppäimet.`,
    },
    registered: (keys: string) => `${keys} avaa pikaikkunan.`,
    refused: (keys: string) =>
      `${keys} on jo toisen ohjelman tai järjestelmän käytössä. Valitse toiset näppäimet tai liitä alla oleva komento näppäimiin järjestelmän asetuksissa.`,
    wayland:
      'Järjestelmässäsi on Wayland, jossa järjestelmä yksin päättää tällaisista näppäimistä. Se voi kysyä lupaa tai vaatia näppäimet omiin asetuksiinsa, eikä se kerro siitä Sarvelle. Jos näppäimet eivät tee mitään, liitä tämä komento näppäimiin järjestelmän näppäimistöasetuksissa:',
    command: 'Komento, joka avaa pikaikkunan',
    openNow: 'Avaa pikaikkuna',
    offersClipboard: 'Tarjoa leikepöydän tekstiä',
    offersClipboardHint:
      'Kun avaat ikkunan, siinä näkyy teksti, jonka kopioit viimeksi, ja yhdellä painalluksella otat sen mukaan. Kun tämä ei ole käytössä, Sarvi lukee leikepöydän vain, kun painat sen painiketta.',
    tray: 'Kuvake ilmaisinalueella',
    trayHint:
      'Sarvi pysyy käynnissä ilman ikkunaa, ja näppäimet toimivat, kunnes valitset kuvakkeesta ”Lopeta Sarvi”. GNOMEssa kuvakkeet tarvitsevat laajennuksen, kuten AppIndicatorin.',
    name: 'Sarvi, pikaikkuna',
    hide: 'Piilota (Esc)',
    question: 'Kysymys',
    placeholder: 'Kysy jotakin',
    placeholderAgain: 'Uusi kysymys aloittaa alusta',
    ask: 'Kysy',
    model: 'Malli',
    noModel: 'Sarvessa ei ole vielä mallia. Lisää se Sarvessa.',
    toHost: (host: string) => `Kysymyksesi lähetetään palvelimelle ${host}.`,
    takeClipboard: 'Ota leikepöytä mukaan',
    offered: 'Leikepöydällä:',
    takeOffered: 'Ota mukaan',
    clipboard: 'Leikepöydältä',
    clipboardFile: 'leikepöytä.txt',
    characters: (count: string) => `${count} merkkiä`,
    remove: 'Poista leikepöydän teksti',
    clipboardEmpty: 'Leikepöydällä ei ole tekstiä.',
    stop: 'Pysäytä',
    copy: 'Kopioi vastaus',
    copyAndHide: 'Kopioi ja sulje',
    copied: 'Kopioitu',
    copyFailed: 'Järjestelmä ei antanut Sarven kopioida vastausta.',
    continue: 'Jatka Sarvessa',
    continueHint: 'Tekee tästä tavallisen keskustelun ja avaa sen Sarven pääikkunassa',
    temporary: 'Mitään tästä ei tallenneta. Esc piilottaa ikkunan, ja vastaus jatkuu.',
    privacy:
      'Pikaikkuna: Sarvi kuuntelee sen näppäimiä vain, kun ne ovat käytössä, ja lukee leikepöydän vain siinä ikkunassa, kun painat sen painiketta tai olet valinnut, että sen tekstiä tarjotaan.',
    gone: 'Vastaus ei ole enää muistissa.',
  },
};
