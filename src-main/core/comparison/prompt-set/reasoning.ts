import type { PromptPair } from './prompt-pair.ts';

export const REASONING: readonly PromptPair[] = [
  {
    id: 'reasoning-heights',
    fi: ['Liisa on pidempi kuin Matti, ja Matti on pidempi kuin Kaisa. Kuka on lyhin? Perustele.'],
    en: ['Lisa is taller than Matt, and Matt is taller than Kate. Who is the shortest? Give your reasons.'],
  },
  {
    id: 'reasoning-cats',
    fi: [
      'Kaikki kissat ovat eläimiä. Jotkin eläimet osaavat lentää. Seuraako tästä, että jotkin kissat osaavat lentää?',
    ],
    en: ['All cats are animals. Some animals can fly. Does it follow that some cats can fly?'],
  },
  {
    id: 'reasoning-socks',
    fi: [
      'Laatikossa on kolme punaista ja kolme sinistä sukkaa. Montako sukkaa pitää ottaa katsomatta, jotta varmasti saa kaksi samanväristä? Selitä, miksi.',
    ],
    en: [
      'A drawer has three red and three blue socks. How many must you take without looking to be sure of two of the same colour? Explain why.',
    ],
  },
  {
    id: 'reasoning-lamp',
    fi: ['Pöytälamppu ei syty. Missä järjestyksessä etsisit vikaa? Anna neljä vaihetta ja perustele järjestys.'],
    en: [
      'A desk lamp does not light up. In what order would you look for the fault? Give four steps and say why in that order.',
    ],
  },
  {
    id: 'reasoning-train',
    fi: [
      'Juna lähtee kello 14.20, ja matka kestää 1 tunnin ja 55 minuuttia. Asemalta on 20 minuutin kävely kokoukseen, joka alkaa kello 16.30. Ehdinkö ajoissa?',
    ],
    en: [
      'A train leaves at 2:20 pm and the journey takes 1 hour 55 minutes. From the station it is a 20-minute walk to a meeting that starts at 4:30 pm. Will I be on time?',
    ],
  },
  {
    id: 'reasoning-weekday',
    fi: ['Jos tänään on maanantai, mikä viikonpäivä on kymmenen päivän päästä?', 'Entä jos tänään olisikin lauantai?'],
    en: [
      'If today is Monday, what day of the week will it be ten days from now?',
      'And if today were Saturday instead?',
    ],
  },
  {
    id: 'reasoning-seats',
    fi: [
      'Anna, Pekka ja Olli istuvat penkillä vierekkäin. Anna ei istu reunalla, ja Pekka istuu vasemmassa reunassa. Missä järjestyksessä he istuvat vasemmalta oikealle?',
    ],
    en: [
      'Anna, Peter and Oliver sit next to each other on a bench. Anna does not sit at an end, and Peter sits at the left end. In what order do they sit from left to right?',
    ],
  },
  {
    id: 'reasoning-offer',
    fi: ['Kaupassa on tarjous: ota kolme jogurttia, maksa kaksi. Milloin tarjous kannattaa ja milloin ei?'],
    en: ['A shop has an offer: take three yoghurts, pay for two. When is it worth it, and when is it not?'],
  },
];
