import type { temporary as english } from './en.ts';

export const temporary: typeof english = {
  temporary: {
    name: 'Väliaikainen keskustelu',
    begin: 'Väliaikainen keskustelu: siitä ei tallenneta mitään',
    text: 'Väliaikainen: Sarvi ei tallenna tästä keskustelusta mitään. Se katoaa, kun Sarvi suljetaan.',
    textInBrowser:
      'Väliaikainen: Sarvi ei tallenna tästä keskustelusta mitään. Se katoaa pian sen jälkeen, kun Sarven viimeinen välilehti suljetaan.',
    keep: 'Säilytä tämä',
    kept: 'Keskustelu on nyt muiden joukossa.',
    discard: 'Hylkää',
    discardTitle: 'Hylätäänkö tämä keskustelu?',
    discardText: 'Sitä ei ole tallennettu, joten sitä ei saa takaisin.',
    unrepeated:
      'Väliaikaisen keskustelun vastauksia ei voi toistaa, verrata eikä lukea sana sanalta. Säilytä keskustelu ensin.',
    list: 'Väliaikaiset keskustelut',
    privacy:
      'Väliaikaiset keskustelut: vain muistissa, kunnes suljet Sarven tai säilytät keskustelun. Sarvi ei voi vaikuttaa siihen, mitä järjestelmä tekee muistille (sivutus, lepotila).',
  },
};
