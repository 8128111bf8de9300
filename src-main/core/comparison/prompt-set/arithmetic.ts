import type { PromptPair } from './prompt-pair.ts';

export const ARITHMETIC: readonly PromptPair[] = [
  {
    id: 'arithmetic-product',
    fi: ['Paljonko on 17 kertaa 24? Näytä välivaiheet.'],
    en: ['What is 17 times 24? Show the steps.'],
  },
  {
    id: 'arithmetic-discount',
    fi: ['Takki maksaa 80 euroa, ja siitä saa 25 prosentin alennuksen. Mikä on lopullinen hinta?'],
    en: ['A coat costs 80 euros and has a discount of 25 per cent. What is the final price?'],
  },
  {
    id: 'arithmetic-equation',
    fi: ['Ratkaise yhtälö 3x + 7 = 22 ja tarkista vastauksesi.'],
    en: ['Solve the equation 3x + 7 = 22 and check your answer.'],
  },
  {
    id: 'arithmetic-garden',
    fi: [
      'Suorakulmaisen kasvimaan sivut ovat 6 ja 9 metriä. Laske sen pinta-ala ja piiri.',
      'Montako prosenttia pinta-ala kasvaa, jos kumpikin sivu pitenee kymmenesosalla?',
    ],
    en: [
      'A rectangular vegetable garden is 6 metres by 9 metres. Work out its area and its perimeter.',
      'By how many per cent does the area grow if each side becomes one tenth longer?',
    ],
  },
  {
    id: 'arithmetic-recipe',
    fi: ['Neljän hengen ruokaan tarvitaan 300 grammaa riisiä. Paljonko riisiä tarvitaan kuudelle?'],
    en: ['A meal for four takes 300 grams of rice. How much rice do six people need?'],
  },
  {
    id: 'arithmetic-speed',
    fi: ['Auto kulkee 150 kilometriä ajassa 1 tunti 40 minuuttia. Mikä on sen keskinopeus?'],
    en: ['A car travels 150 kilometres in 1 hour 40 minutes. What is its average speed?'],
  },
  {
    id: 'arithmetic-dice',
    fi: ['Heität kahta tavallista noppaa. Millä todennäköisyydellä silmälukujen summa on seitsemän?'],
    en: ['You roll two ordinary dice. What is the probability that the sum is seven?'],
  },
  {
    id: 'arithmetic-units',
    fi: ['Montako minuuttia on 2,5 tuntia, ja montako kilogrammaa on 3 200 grammaa?'],
    en: ['How many minutes are 2.5 hours, and how many kilograms are 3,200 grams?'],
  },
];
