import type { PromptPair } from './prompt-pair.ts';

export const WRITING: readonly PromptPair[] = [
  {
    id: 'writing-birthday',
    fi: ['Kirjoita lyhyt syntymäpäiväonnittelu työkaverille, joka täyttää 50 vuotta.'],
    en: ['Write a short birthday greeting for a colleague who turns 50.'],
  },
  {
    id: 'writing-frost',
    fi: ['Kirjoita nelirivinen runo syksyn ensimmäisestä pakkasyöstä.'],
    en: ['Write a poem of four lines about the first frosty night of autumn.'],
  },
  {
    id: 'writing-hedgehog',
    fi: ['Kirjoita viiden lauseen satu siilistä, joka ei malta ruveta talviunille.'],
    en: [
      'Write a fairy tale of five sentences about a hedgehog that cannot bring itself to go to sleep for the winter.',
    ],
  },
  {
    id: 'writing-dentist',
    fi: ['Kirjoita kohtelias sähköposti, jossa pyydät siirtämään hammaslääkäriajan ensi viikolle.'],
    en: ['Write a polite email asking to move a dentist appointment to next week.'],
  },
  {
    id: 'writing-bicycle',
    fi: ['Kirjoita myynti-ilmoitus käytetystä polkupyörästä.', 'Lyhennä ilmoitus puoleen.'],
    en: ['Write an advertisement for a used bicycle.', 'Make the advertisement half as long.'],
  },
  {
    id: 'writing-openings',
    fi: ['Keksi kolme erilaista aloituslausetta jännityskertomukselle, joka alkaa rautatieasemalta.'],
    en: ['Come up with three different opening sentences for a thriller that begins at a railway station.'],
  },
  {
    id: 'writing-sauna',
    fi: ['Kuvaile saunailtaa järven rannalla ihmiselle, joka ei ole koskaan käynyt saunassa.'],
    en: ['Describe a sauna evening by a lake to someone who has never been to a sauna.'],
  },
  {
    id: 'writing-neighbour',
    fi: ['Kirjoita kortti, jossa kiität naapuria kukkien kastelusta lomasi aikana.'],
    en: ['Write a card thanking a neighbour for watering your plants during your holiday.'],
  },
];
