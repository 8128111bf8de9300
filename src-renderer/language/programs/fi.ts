import { counted } from '../counted.ts';
import type { programs as english } from './en.ts';

const LOCALE = 'fi';

/** Sanat muista ohjelmista, jotka käyttävät malleja. */
export const programs: typeof english = {
  programs: {
    title: 'Muut ohjelmat',
    intro:
      'Tämän tietokoneen editori, skripti tai arviointityökalu voi käyttää mallejasi OpenAI:n ja Anthropicin muodoissa. Muilta tietokoneilta tänne ei pääse.',
    on: 'Anna tämän tietokoneen muiden ohjelmien käyttää malleja',
    onHint: 'Toimii, kun Sarvi on auki. Ohjelma tarvitsee osoitteen ja avaimen.',
    listening: 'Sarvi odottaa ohjelmien pyyntöjä.',
    address: 'Osoite ohjelmille',
    key: 'Avain',
    keyHint: 'Sarvi säilyttää siitä vain tiivisteen, joten sitä ei voi näyttää uudelleen. Uusi avain korvaa vanhan.',
    noKey: 'Avainta ei vielä ole.',
    newKey: 'Uusi avain',
    shownOnce: 'Kopioi avain ohjelmaan nyt: se näytetään vain tämän kerran.',
    hideKey: 'Olen kopioinut sen',
    renewTitle: 'Luodaanko uusi avain?',
    renewText: 'Vanhaa avainta käyttävät ohjelmat eivät pääse sisään, ennen kuin ne saavat uuden.',
    port: 'Portti',
    portRange: (least: string, most: string) => `Anna kokonaisluku väliltä ${least}–${most}.`,
    origins: 'Verkkosivut, jotka saavat käyttää malleja',
    originsHint: 'Yksi kullekin riville, esimerkiksi app://obsidian.md. Muut selaimessa avatut sivut torjutaan.',
    originsWrong: 'Anna sivut muodossa https://example.org ilman polkua, yksi kullekin riville.',
    keeps: 'Tallenna ohjelmien pyynnöt keskusteluiksi',
    keepsHint: 'Muuten niistä ei jää mitään, ei historiaan eikä levyllä olevaan välimuistiin.',
    running: 'Käynnissä olevat pyynnöt',
    nobody: 'Juuri nyt ei ole pyyntöjä.',
    unknown: 'Nimetön ohjelma',
    states: { waiting: 'odottaa', reading: 'lukee kehotetta', writing: 'kirjoittaa' },
    speed: (perSecond: string) => `${perSecond} tokenia/s`,
    stop: (client: string) => `Pysäytä vastaus: ${client}`,
    stopShort: 'Pysäytä',
    log: 'Viimeisimmät pyynnöt',
    logHint: 'Vain lukumääriä, muistissa Sarven sulkemiseen asti. Tekstejä ja avaimia ei ole missään lokissa.',
    noLog: 'Pyyntöjä ei ole tullut Sarven avaamisen jälkeen.',
    tokens: counted(LOCALE, { one: '# token', other: '# tokenia' }),
    promptAndAnswer: (prompt: string, answer: string) => `kehote ${prompt}, vastaus ${answer}`,
    seconds: (seconds: string) => `${seconds} s`,
    status: (status: number, error: string | null) =>
      error === null ? `tilakoodi ${status}` : `tilakoodi ${status}, ${error}`,
    gone: 'ohjelma katkaisi yhteyden',
    listens: (port: number) =>
      `Avoinna niille tämän tietokoneen ohjelmille, joilla on avain: portti ${port} (127.0.0.1 ja ::1). Otit tämän itse käyttöön.`,
  },
};
