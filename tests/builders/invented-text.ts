/**
 * Text that is no language but behaves like two: few words come often and most hardly ever (a power law), Finnish ones
 * are inflected and compounded, English ones take their few endings. The same seed gives the same text.
 */
import { pairsOf, SAME } from '../src-main/core/history/search/finnish-pairs.ts';
import { type Random, pick, randomOf } from './random.ts';

const FINNISH_FREQUENT = `ja on ei että se kun en niin mutta oli hän mitä tämä ovat jos voi kuin myös sen siitä vain nyt
  tai sitten mikä joka olen kanssa minä ole sitä miten sinä tässä jo me ne kaikki hyvin vielä olisi mukaan voit pitää
  paljon koska joten esimerkiksi siis sekä ennen jälkeen aina usein hyvä uusi`.split(/\s+/);
const ENGLISH_FREQUENT =
  `the of and to in a is that for it as with on be you this are by or at from can an not your have
  if which use will when more was they but has one all so what there its how also these each first then out into other
  example than some using like`.split(/\s+/);

const FINNISH_ENDINGS = ['', 'n', 'A', 'ssA', 'stA', 'llA', 'Vn', 'ltA', 'lle', 'ksi', 'nA', 't', 'ni', 'kin', 'mme'];
const ENGLISH_ENDINGS = ['', 's', 'ed', 'ing', 'er', 'ly'];

const BACK = { vowels: ['a', 'o', 'u', 'i', 'e', 'aa', 'uo'], a: 'a' };
const FRONT = { vowels: ['ä', 'ö', 'y', 'i', 'e', 'ää', 'yö'], a: 'ä' };
const FINNISH_ONSETS = ['k', 'p', 't', 's', 'l', 'm', 'n', 'r', 'v', 'h', 'j', 'kk', 'st', 'tt', 'lm', 'nk'];
const ENGLISH_ONSETS = ['b', 'c', 'd', 'f', 'g', 'l', 'm', 'n', 'p', 'r', 's', 't', 'st', 'tr', 'ch', 'w', 'th'];
const ENGLISH_VOWELS = ['a', 'e', 'i', 'o', 'u', 'ea', 'ou', 'y'];

/** Basic words of each language; with endings and compounds they come to some hundred thousand written ones. */
const STEMS = 30_000;
const SHARE_OF_FREQUENT = 0.4;
const SHARE_OF_COMPOUNDS = 0.04;
const SHARE_OF_FINNISH = 0.65;

interface Stem {
  readonly text: string;
  /** The letter that an ending's A stands for. */
  readonly a: string;
}

export class InventedText {
  readonly #random: Random;
  readonly #finnish: Stem[];
  readonly #english: Stem[];

  constructor(seed: number) {
    this.#random = randomOf(seed);
    // The labelled words first, so that they come neither often nor hardly ever.
    const labelled = Object.values(SAME)
      .flatMap(pairsOf)
      .map(([query]) => query.toLowerCase());
    const known = [...new Set(labelled)].map((text) => ({ text, a: /[äöy]/.test(text) ? 'ä' : 'a' }));
    const finnish = Array.from({ length: STEMS - known.length }, () => this.#finnishStem());
    this.#finnish = [...finnish.slice(0, 200), ...known, ...finnish.slice(200)];
    this.#english = Array.from({ length: STEMS }, () => this.#englishStem());
  }

  /** A written Finnish word of the given rank: 0 is the most frequent stem. */
  finnishWord(rank: number, ending = ''): string {
    return inflected(this.#finnish[rank] ?? { text: 'sana', a: 'a' }, ending);
  }

  /** About `words` words in one language, with sentences and paragraphs. */
  text(words: number): string {
    const finnish = this.#random() < SHARE_OF_FINNISH;
    let text = '';
    let sentence = 0;
    for (let count = 0; count < words; count += 1) {
      const word = finnish ? this.#finnishWord() : this.#englishWord();
      text += sentence === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : ` ${word}`;
      sentence += 1;
      if (sentence > 5 && this.#random() < 0.15) {
        text += this.#random() < 0.15 ? '.\n\n' : '. ';
        sentence = 0;
      }
    }
    return text;
  }

  #finnishWord(): string {
    if (this.#random() < SHARE_OF_FREQUENT) return this.#frequent(FINNISH_FREQUENT);
    const stem = this.#stem(this.#finnish);
    const whole =
      this.#random() < SHARE_OF_COMPOUNDS ? { text: this.#stem(this.#finnish).text + stem.text, a: stem.a } : stem;
    return inflected(whole, this.#frequent(FINNISH_ENDINGS));
  }

  #englishWord(): string {
    if (this.#random() < SHARE_OF_FREQUENT) return this.#frequent(ENGLISH_FREQUENT);
    return this.#stem(this.#english).text + this.#frequent(ENGLISH_ENDINGS);
  }

  /** Rank by a power law: the density falls as 1 / rank. */
  #frequent(list: readonly string[]): string {
    return list[Math.floor(list.length ** this.#random()) - 1] ?? '';
  }

  #stem(list: readonly Stem[]): Stem {
    return list[Math.floor(list.length ** this.#random()) - 1] ?? { text: 'sana', a: 'a' };
  }

  #finnishStem(): Stem {
    const harmony = this.#random() < 0.7 ? BACK : FRONT;
    let text = '';
    const syllables = 2 + Math.floor(this.#random() * 2.3);
    for (let count = 0; count < syllables; count += 1) {
      const onset = pick(this.#random, FINNISH_ONSETS);
      text += (count === 0 ? onset.charAt(0) : onset) + pick(this.#random, harmony.vowels);
    }
    return { text, a: harmony.a };
  }

  #englishStem(): Stem {
    let text = '';
    const syllables = 1 + Math.floor(this.#random() * 2.5);
    for (let count = 0; count < syllables; count += 1) {
      text += pick(this.#random, ENGLISH_ONSETS) + pick(this.#random, ENGLISH_VOWELS);
    }
    return { text: text + pick(this.#random, ['n', 't', 'r', 'l', 'ck', 's', 'm']), a: 'a' };
  }
}

function inflected({ text, a }: Stem, ending: string): string {
  return text + ending.replaceAll('A', a).replace('V', text.at(-1) ?? '');
}
