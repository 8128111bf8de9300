/**
 * Questions in Finnish and English, each with a good and a bad answer that a written rule tells apart:
 *
 * 1. Of a polite and a curt answer, the polite one is better.
 * 2. Of an answer in the question's language and one in the other, the first is better.
 * 3. Of two with the same content in the same language, the shorter one is better.
 *
 * The order of questions and rules is fixed, so that every run has the same pairs.
 */

const CAPITALS = [
  ['Ruotsin', 'Tukholma', 'Sweden', 'Stockholm'],
  ['Norjan', 'Oslo', 'Norway', 'Oslo'],
  ['Tanskan', 'Kööpenhamina', 'Denmark', 'Copenhagen'],
  ['Viron', 'Tallinna', 'Estonia', 'Tallinn'],
  ['Latvian', 'Riika', 'Latvia', 'Riga'],
  ['Saksan', 'Berliini', 'Germany', 'Berlin'],
  ['Ranskan', 'Pariisi', 'France', 'Paris'],
  ['Espanjan', 'Madrid', 'Spain', 'Madrid'],
  ['Italian', 'Rooma', 'Italy', 'Rome'],
  ['Puolan', 'Varsova', 'Poland', 'Warsaw'],
  ['Kreikan', 'Ateena', 'Greece', 'Athens'],
  ['Portugalin', 'Lissabon', 'Portugal', 'Lisbon'],
  ['Japanin', 'Tokio', 'Japan', 'Tokyo'],
  ['Kiinan', 'Peking', 'China', 'Beijing'],
];

const WORDS =
  'koira dog, kissa cat, talo house, auto car, vesi water, maito milk, leipä bread, kahvi coffee, tee tea, kala fish, ' +
  'omena apple, peruna potato, juusto cheese, suola salt, muna egg, kuu moon, kivi stone, yö night, sänky bed, silta bridge, ' +
  'syksy autumn, metsä forest, nimi name, sininen blue';

/** `{ question, good, bad, rule, language }` for each question, in a fixed order. */
export function writtenPairs() {
  return questions().map(({ language, question, answer, other }, index) => {
    const rule = RULES[index % RULES.length];
    return { language, question, rule: rule.name, ...rule.pair({ answer, other, language, index }) };
  });
}

const POLITE = { fi: ['Kysy toki lisää!', 'Hyvä kysymys!'], en: ['Please ask me more!', 'Good question!'] };
const LONG = {
  fi: ['Tämä on vastaus kysymykseen, jonka juuri kysyit minulta.', 'Toistan vielä, että näin asia todella on.'],
  en: ['This is the answer to the question that you just asked me.', 'I say it again, this really is how it is.'],
};

const RULES = [
  {
    name: 'polite',
    pair: ({ answer, language, index }) => {
      const words = POLITE[language][Math.floor(index / 3) % 2];
      const polite =
        words.endsWith('question!') || words.endsWith('kysymys!') ? `${words} ${answer}` : `${answer} ${words}`;
      return { good: polite, bad: answer };
    },
  },
  { name: 'language', pair: ({ answer, other }) => ({ good: answer, bad: other }) },
  {
    name: 'short',
    pair: ({ answer, language, index }) => ({
      good: answer,
      bad: `${answer} ${LONG[language][Math.floor(index / 3) % 2]}`,
    }),
  },
];

/** Each question with its answer, and the same answer in the other language. */
function questions() {
  const asked = [];
  const ask = (language, question, answer, other) => asked.push({ language, question, answer, other });
  for (let a = 1; a <= 20; a += 1) {
    for (const b of [1, 6, 11, 16].map((least) => least + (a % 5))) {
      const [fi, en] = [`Vastaus on ${a + b}.`, `The answer is ${a + b}.`];
      for (const start of ['Paljonko on', 'Montako on', 'Kuinka paljon on']) ask('fi', `${start} ${a} + ${b}?`, fi, en);
      for (const start of ['How much is', 'What is', 'Can you tell me']) ask('en', `${start} ${a} + ${b}?`, en, fi);
    }
  }
  for (const [land, kaupunki, country, city] of CAPITALS) {
    const [fi, en] = [`${land} pääkaupunki on ${kaupunki}.`, `The capital of ${country} is ${city}.`];
    for (const end of ['', ', tiedätkö']) ask('fi', `Mikä on ${land} pääkaupunki${end}?`, fi, en);
    ask('fi', `Nimeä ${land} pääkaupunki.`, fi, en);
    for (const start of ['What is', 'Do you know', 'Can you tell me']) {
      ask('en', `${start} the capital of ${country}?`, en, fi);
    }
  }
  for (const [word, meaning] of WORDS.split(', ').map((pair) => pair.split(' '))) {
    const [fi, en] = [`"${word}" on englanniksi "${meaning}".`, `"${word}" is "${meaning}" in English.`];
    for (const start of ['Mitä', 'Miten sanotaan']) ask('fi', `${start} ${word} on englanniksi?`, fi, en);
    for (const start of ['What does', 'Do you know what'])
      ask('en', `${start} ${word} ${start === 'What does' ? 'mean' : 'means'}?`, en, fi);
  }
  // Each rule meets each language and each kind of question: the order goes through them with a step.
  const STEP = 157; // shares no factor with the number of questions
  return asked.map((_one, index) => asked[(index * STEP) % asked.length]);
}
