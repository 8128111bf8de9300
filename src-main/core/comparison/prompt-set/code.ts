import type { PromptPair } from './prompt-pair.ts';

export const CODE: readonly PromptPair[] = [
  {
    id: 'code-palindrome',
    fi: ['Kirjoita Python-funktio, joka kertoo, onko sana palindromi, ja selitä, miten se toimii.'],
    en: ['Write a Python function that tells whether a word is a palindrome, and explain how it works.'],
  },
  {
    id: 'code-loop',
    fi: ['Mitä tämä koodi tulostaa, ja miksi?\n\n```python\nfor i in range(3):\n    print(i * 2)\n```'],
    en: ['What does this code print, and why?\n\n```python\nfor i in range(3):\n    print(i * 2)\n```'],
  },
  {
    id: 'code-tuple',
    fi: ['Mitä eroa on Pythonin listalla (list) ja monikolla (tuple)? Milloin käyttäisit kumpaakin?'],
    en: ['What is the difference between a list and a tuple in Python? When would you use each?'],
  },
  {
    id: 'code-sql',
    fi: [
      'Tietokannassa on taulu `asiakkaat`, jossa on sarakkeet `nimi` ja `kaupunki`. Kirjoita SQL-kysely, joka hakee oululaiset asiakkaat nimen mukaan aakkosjärjestyksessä, ja selitä sen osat.',
    ],
    en: [
      'A database has a table `customers` with the columns `name` and `city`. Write an SQL query that finds the customers from Oulu in alphabetical order by name, and explain its parts.',
    ],
  },
  {
    id: 'code-mistake',
    fi: ['Etsi virhe ja selitä se:\n\n```python\ndef average(xs):\n    return sum(xs) / len(x)\n```'],
    en: ['Find the mistake and explain it:\n\n```python\ndef average(xs):\n    return sum(xs) / len(x)\n```'],
  },
  {
    id: 'code-postcode',
    fi: ['Kirjoita säännöllinen lauseke, joka tunnistaa suomalaisen postinumeron (viisi numeroa), ja selitä se.'],
    en: ['Write a regular expression that matches a Finnish postcode (five digits), and explain it.'],
  },
  {
    id: 'code-vowels',
    fi: [
      'Kirjoita JavaScript-funktio, joka laskee merkkijonon vokaalit.',
      'Muuta funktiota niin, että se laskee myös kirjaimet å, ä ja ö, ja kerro, mikä muuttui.',
    ],
    en: [
      'Write a JavaScript function that counts the vowels in a string.',
      'Change the function so that it counts the letters å, ä and ö too, and say what changed.',
    ],
  },
  {
    id: 'code-api',
    fi: ['Selitä ohjelmointia tuntemattomalle, mikä on ohjelmointirajapinta (API). Käytä vertausta.'],
    en: ['Explain to someone who does not know programming what an API is. Use an analogy.'],
  },
];
