import type { PromptPair } from './prompt-pair.ts';

export const ADVICE: readonly PromptPair[] = [
  {
    id: 'advice-sleep',
    fi: ['En saa iltaisin unta. Anna viisi neuvoa, joita voin kokeilla jo tänään.'],
    en: ['I cannot fall asleep in the evening. Give me five tips that I can try today.'],
  },
  {
    id: 'advice-running',
    fi: ['Miten aloitan juoksemisen, jos en ole liikkunut vuosiin? Tee ohjelma kahdeksi ensimmäiseksi viikoksi.'],
    en: ['How do I start running if I have not exercised for years? Make a plan for the first two weeks.'],
  },
  {
    id: 'advice-packing',
    fi: [
      'Lähden helmikuussa viikonlopuksi Lappiin. Mitä pakkaan mukaan?',
      'Mitä jätän kotiin, jos mukaan mahtuu vain pieni reppu?',
    ],
    en: [
      'I am going to Lapland for a weekend in February. What should I pack?',
      'What do I leave at home if I can only take a small backpack?',
    ],
  },
  {
    id: 'advice-electricity',
    fi: ['Miten säästän sähköä kerrostaloasunnossa? Aloita siitä, mistä on eniten hyötyä.'],
    en: ['How can I save electricity in a flat? Begin with what helps most.'],
  },
  {
    id: 'advice-dinners',
    fi: ['Ehdota kolmea helppoa arkiruokaa, joihin tulee perunaa.'],
    en: ['Suggest three easy weekday meals with potatoes.'],
  },
  {
    id: 'advice-interview',
    fi: ['Minulla on huomenna työhaastattelu. Miten valmistaudun siihen illan aikana?'],
    en: ['I have a job interview tomorrow. How do I prepare for it this evening?'],
  },
  {
    id: 'advice-friend',
    fi: ['Ystäväni jäi työttömäksi. Mitä voisin sanoa hänelle, ja mitä kannattaa jättää sanomatta?'],
    en: ['A friend of mine has lost their job. What could I say, and what is better left unsaid?'],
  },
  {
    id: 'advice-plant',
    fi: ['Huonekasvini lehdet kellastuvat. Mistä se voi johtua, ja miten autan kasvia?'],
    en: ['The leaves of my house plant are turning yellow. What could be the cause, and how can I help it?'],
  },
];
