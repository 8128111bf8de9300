/** The contrast of every pair of colours that meet on the page (WCAG 2.2, 1.4.3 and 1.4.11), in every theme. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../../src-renderer');
const css = readFileSync(join(root, 'styles/tokens.css'), 'utf8');

type Colours = ReadonlyMap<string, string>;

const SURFACES = ['ground', 'ground-sunk', 'surface', 'surface-raised', 'surface-hover', 'surface-active', 'bubble'];
const CODE = ['keyword', 'string', 'number', 'title', 'comment'].map((name) => `code-${name}`);
const TAGS = Array.from({ length: 8 }, (_, colour) => `tag-${colour}`);

/** What is read, and what it lies on. */
const TEXTS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [
    ['text', 'text-muted'],
    [...SURFACES, 'code-ground'],
  ],
  [['text'], ['accent-soft', 'ember-soft', 'mark']],
  [['accent-text'], [...SURFACES, 'accent-soft', 'accent-soft-hover']],
  [['ember'], ['ground', 'ground-sunk', 'surface', 'surface-raised', 'surface-hover', 'surface-active', 'ember-soft']],
  [['text-on-accent'], ['accent', 'accent-hover']],
  [['text-on-ember'], ['ember', 'ember-hover']],
  [CODE, ['code-ground']],
];

/** What is no text, and has to be told from what it lies on: edges of controls, signs, the focus. */
const SIGNS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['line-strong'], ['ground', 'ground-sunk', 'surface', 'surface-raised']],
  [['accent', 'focus'], SURFACES],
  [['focus'], ['accent-soft', 'ember-soft', 'code-ground']],
  [TAGS, ['ground', 'ground-sunk', 'surface', 'surface-raised', 'surface-hover', 'surface-active']],
];

function coloursOf(block: string, side: 0 | 1): [string, string][] {
  return [...block.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, side === 0 ? light : dark],
  );
}

function blockOf(selector: string): string {
  const start = css.indexOf(`${selector} {`);
  return css.slice(start, css.indexOf('\n}', start));
}

const THEMES: readonly (readonly [string, Colours, text: number, sign: number])[] = ([0, 1] as const).flatMap(
  (side) => {
    const plain = coloursOf(blockOf(':root'), side);
    const strong = coloursOf(blockOf(":root[data-contrast='more']"), side);
    const name = side === 0 ? 'light' : 'dark';
    return [
      [name, new Map(plain), 4.5, 3],
      [`${name} of high contrast`, new Map([...plain, ...strong]), 7, 4.5],
    ] as const;
  },
);

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function tooFaint(colours: Colours, pairs: typeof TEXTS, least: number): string[] {
  const of = (name: string): string => colours.get(name) ?? expect.fail(`there is no colour --${name}`);
  return pairs.flatMap(([fronts, grounds]) =>
    fronts.flatMap((front) =>
      grounds
        .map((ground) => ({ ground, ratio: contrast(of(front), of(ground)) }))
        .filter(({ ratio }) => ratio < least)
        .map(({ ground, ratio }) => `${front} on ${ground}: ${ratio.toFixed(2)}`),
    ),
  );
}

test('black on white is 21 to 1, and a grey is known', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test.for(THEMES)('%s: every text and every sign can be told from what it lies on', ([, colours, text, sign]) => {
  expect(tooFaint(colours, TEXTS, text)).toEqual([]);
  expect(tooFaint(colours, SIGNS, sign)).toEqual([]);
});

test('no style has a colour of its own beside the tokens', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(svelte|css)$/.test(name) && !name.endsWith('tokens.css'))
    .flatMap((name) => {
      const source = readFileSync(join(root, name), 'utf8');
      const style = name.endsWith('.css') ? source : source.slice(source.indexOf('<style>'));
      return [...style.matchAll(/#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab)\(/gi)].map(
        ([colour]) => `${name}: ${colour}`,
      );
    });
  expect(files).toEqual([]);
});
