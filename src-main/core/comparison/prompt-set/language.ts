import type { PromptPair } from './prompt-pair.ts';

/** Questions about a language in that language, so that the answer should be in it too. */
export const LANGUAGE: readonly PromptPair[] = [
  {
    id: 'language-proverb',
    fi: ['Mitä sananlasku ”oma tupa, oma lupa” tarkoittaa? Keksi tilanne, johon se sopii.'],
    en: [
      'What does the proverb “a bird in the hand is worth two in the bush” mean? Think of a situation that it fits.',
    ],
  },
  {
    id: 'language-synonyms',
    fi: ['Anna sanalle ”nopea” viisi synonyymia ja käytä kutakin lauseessa.'],
    en: ['Give five synonyms for the word “fast” and use each in a sentence.'],
  },
  {
    id: 'language-pair',
    fi: ['Mitä eroa on sanoilla ”koska” ja ”kun”? Anna esimerkki kummastakin.'],
    en: ['What is the difference between “affect” and “effect”? Give an example of each.'],
  },
  {
    id: 'language-meanings',
    fi: ['Sanalla ”kuusi” on monta merkitystä. Kirjoita kaksi lausetta, joissa se tarkoittaa eri asiaa.'],
    en: ['The word “bank” has several meanings. Write two sentences in which it means different things.'],
  },
  {
    id: 'language-democracy',
    fi: ['Selitä kymmenvuotiaalle, mitä sana ”demokratia” tarkoittaa.'],
    en: ['Explain to a ten-year-old what the word “democracy” means.'],
  },
  {
    id: 'language-rhymes',
    fi: ['Keksi viisi sanaa, jotka rimmaavat sanan ”talo” kanssa.'],
    en: ['Think of five words that rhyme with “house”.'],
  },
  {
    id: 'language-letter',
    fi: ['Muodosta lause, jossa jokainen sana alkaa k-kirjaimella. Sanoja pitää olla vähintään viisi.'],
    en: ['Make a sentence in which every word begins with the letter S. It should have at least five words.'],
  },
  {
    id: 'language-usage',
    fi: ['Kumpi on oikein, ”enään” vai ”enää”?', 'Kirjoita vielä kaksi esimerkkilausetta.'],
    en: ['Which is right, “should have” or “should of”?', 'Now write two example sentences.'],
  },
];
