import type { PromptPair } from './prompt-pair.ts';

export const REWRITING: readonly PromptPair[] = [
  {
    id: 'rewriting-summary',
    fi: [
      'Tiivistä yhteen lauseeseen: ”Kirjasto on suljettu remontin takia kesäkuun alusta elokuun loppuun. Lainat voi palauttaa torin laidalla olevaan palautuslaatikkoon, ja varaukset noudetaan sillä aikaa koulun aulasta.”',
    ],
    en: [
      'Summarise in one sentence: “The library is closed for repairs from the beginning of June to the end of August. Loans can be returned to the box beside the market square, and reservations are picked up at the school in the meantime.”',
    ],
  },
  {
    id: 'rewriting-extract',
    fi: [
      'Poimi tekstistä päivä, paikka ja hinta luetteloksi: ”Kevätkonsertti pidetään Tapiolan kirkossa lauantaina 16. toukokuuta kello 18. Liput maksavat 15 euroa, ja niitä saa ovelta.”',
    ],
    en: [
      'List the date, the place and the price given in the text: “The spring concert takes place in St Mary’s Church on Saturday 16 May at 6 pm. Tickets cost 15 euros and are sold at the door.”',
    ],
  },
  {
    id: 'rewriting-polite',
    fi: ['Muotoile kohteliaammin: ”Lähetä se raportti heti. Olet taas myöhässä.”'],
    en: ['Put this more politely: “Send me that report right now. You are late again.”'],
  },
  {
    id: 'rewriting-shopping',
    fi: [
      'Tee tästä ostoslista osastoittain: ”Muista maito, omenat, ruisleipä, jauheliha, porkkanat, juusto ja sämpylät.”',
    ],
    en: [
      'Turn this into a shopping list by department: “Remember milk, apples, rye bread, minced meat, carrots, cheese and rolls.”',
    ],
  },
  {
    id: 'rewriting-plain',
    fi: [
      'Kirjoita selkokielellä: ”Hakemus on toimitettava viranomaiselle viimeistään neljäntoista vuorokauden kuluessa päätöksen tiedoksisaannista.”',
    ],
    en: [
      'Rewrite in plain language: “The application shall be submitted to the authority no later than fourteen days following receipt of notification of the decision.”',
    ],
  },
  {
    id: 'rewriting-spelling',
    fi: [
      'Korjaa kirjoitusvirheet: ”Huomena mennään uimaan jos sää on hyvä. Tuletko sinäkkin, vai onko sinula muuta menoa?”',
    ],
    en: ['Correct the mistakes: “Tomorow we are going to swimming if the wether is good. Your coming to, right?”'],
  },
  {
    id: 'rewriting-headlines',
    fi: [
      'Keksi kolme otsikkoa uutiselle: Kaupunginpuistosta löytyi sata vuotta vanha aikakapseli, jossa oli koululaisten kirjeitä.',
    ],
    en: [
      'Suggest three headlines for this news: A time capsule with letters by schoolchildren from a hundred years ago was found in the city park.',
    ],
  },
  {
    id: 'rewriting-person',
    fi: [
      'Kirjoita minämuodosta hän-muotoon: ”Heräsin aikaisin, keitin kahvit ja lähdin rantaan. Siellä minua odotti vene.”',
      'Muuta teksti vielä preesensiin.',
    ],
    en: [
      'Change from the first person to “she”: “I woke up early, made coffee and went to the shore. A boat was waiting for me there.”',
      'Now put the text into the present tense.',
    ],
  },
];
