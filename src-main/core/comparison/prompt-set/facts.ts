import type { PromptPair } from './prompt-pair.ts';

export const FACTS: readonly PromptPair[] = [
  {
    id: 'facts-sky',
    fi: ['Miksi taivas on päivällä sininen mutta auringonlaskun aikaan punainen? Selitä muutamalla lauseella.'],
    en: ['Why is the sky blue by day but red at sunset? Explain in a few sentences.'],
  },
  {
    id: 'facts-virus',
    fi: ['Mitä eroa on viruksella ja bakteerilla? Miksi antibiootti auttaa vain toiseen?'],
    en: [
      'What is the difference between a virus and a bacterium? Why does an antibiotic help against only one of them?',
    ],
  },
  {
    id: 'facts-parks',
    fi: ['Luettele kolme Suomen kansallispuistoa ja kerro kustakin yksi lause.'],
    en: ['Name three national parks in Finland and say one sentence about each.'],
  },
  {
    id: 'facts-inflation',
    fi: ['Mitä inflaatio tarkoittaa, ja miten se näkyy tavallisella kauppareissulla?'],
    en: ['What does inflation mean, and how do you notice it on an ordinary trip to the shop?'],
  },
  {
    id: 'facts-balloon',
    fi: ['Miten kuumailmapallo pysyy ilmassa?', 'Miten lentäjä saa sen laskeutumaan haluamaansa paikkaan?'],
    en: ['How does a hot-air balloon stay up?', 'How does the pilot get it to land where it should?'],
  },
  {
    id: 'facts-leaves',
    fi: ['Miksi koivun lehdet kellastuvat syksyllä, mutta kuusi pysyy vihreänä läpi talven?'],
    en: ['Why do birch leaves turn yellow in autumn while a spruce stays green all winter?'],
  },
  {
    id: 'facts-canth',
    fi: ['Kuka oli Minna Canth, ja mistä hänet muistetaan?'],
    en: ['Who was Minna Canth, and what is she remembered for?'],
  },
  {
    id: 'facts-leap-year',
    fi: ['Miksi joka neljäs vuosi on karkausvuosi? Mitä tapahtuisi, jos karkauspäivää ei olisi?'],
    en: ['Why is every fourth year a leap year? What would happen without the extra day?'],
  },
];
