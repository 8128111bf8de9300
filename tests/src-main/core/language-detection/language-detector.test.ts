import { afterAll, describe, expect, test } from 'vitest';
import { LanguageDetector } from '../../../../src-main/core/language-detection/language-detector.ts';
import { PROMPT_SET } from '../../../../src-main/core/comparison/prompt-set/prompt-set.ts';
import { ENGLISH, FINNISH, MIXED, OTHERS, WORDLESS } from './answers.ts';

const entry = new URL('../../../../src-main/core/language-detection/worker.ts', import.meta.url).pathname;
const detector = new LanguageDetector(entry);
afterAll(() => detector.dispose());

const prompts = Object.values(PROMPT_SET).flat();

/** Of the texts, those that were judged otherwise, with what they were taken for. */
async function misjudged(texts: readonly string[], language: string): Promise<string[]> {
  const judged = await Promise.all(texts.map((text) => detector.detect(text)));
  return texts.flatMap((text, index) => (judged[index] === language ? [] : [`${judged[index]}: ${text}`]));
}

describe('the language of an answer', () => {
  // Of 224 texts, none is taken for another language, and five are unsure: lists of rhymes, a sum, and names.
  test('in Finnish is told', async () => {
    expect(await misjudged([...FINNISH, ...prompts.flatMap(({ fi }) => fi)], 'fi')).toEqual([
      expect.stringContaining('unsure: API eli Application Programming Interface'),
      'unsure: 17 × 24 = 17 × 20 + 17 × 4 = 340 + 68 = 408',
      'unsure: palo, valo, salo, jalo, talo',
    ]);
  });

  test('in English is told', async () => {
    expect(await misjudged([...ENGLISH, ...prompts.flatMap(({ en }) => en)], 'en')).toEqual([
      expect.stringContaining('unsure: Nuuksio is close to Helsinki.'),
      'unsure: mouse, blouse, grouse, spouse, louse',
    ]);
  });

  test.each(OTHERS)('%s is told from Finnish and English: %s', async (language, text) => {
    expect(await detector.detect(text)).toBe(language);
  });

  test('is unsure for a text without words, and one in two languages', async () => {
    expect(await misjudged([...WORDLESS, ...MIXED], 'unsure')).toEqual([]);
  });

  test('of a long answer is not that of the code in it', async () => {
    const code = '```python\nfor item in the_list_of_all_the_things:\n    print(item, "is one of the things")\n```\n';
    expect(await detector.detect(`Tämä tulostaa alkiot.\n\n${code.repeat(40)}\nSilmukka käy ne läpi.`)).toBe('fi');
  });

  test.each(['`', '$', '<a ', 'a.', '@', '\\(', '~~~\n', '\u{1F600}', '*', 'a'])(
    'comes soon, whatever the text repeats: %j',
    async (part) => {
      const start = performance.now();
      await detector.detect(part.repeat(100_000));
      expect(performance.now() - start).toBeLessThan(10_000);
    },
  );

  test('is unsure when the thread cannot run, and the thread is not kept when nothing is asked', async () => {
    const broken = new LanguageDetector('/nowhere/worker.ts');
    expect(await broken.detect('Kissa istuu matolla.')).toBe('unsure');
    const brief = new LanguageDetector(entry, { idleMs: 0 });
    for (let turn = 0; turn < 3; turn += 1) expect(await brief.detect('Kissa istuu matolla.')).toBe('fi');
    await Promise.all([broken.dispose(), brief.dispose()]);
  });
});
