import { expect, it } from 'vitest';
import { safeFileName } from '../../../../../src-main/core/history/transfer/safe-file-name.ts';

const name = (title: string, taken = new Map<string, number>()) => safeFileName(title, 'Keskustelu', '.md', taken);

it.each([
  ['Retki Nuuksioon', 'Retki Nuuksioon.md'],
  ['../../etc/passwd', 'etc passwd.md'],
  ['C:\\Windows\\x?*"<>|', 'C Windows x.md'],
  ['con', '_con.md'],
  ['LPT1.txt', '_LPT1.txt.md'],
  ['.hidden. ', 'hidden.md'],
  ['a\u0000b\u202ec\u2028d', 'a b c d.md'],
  ['', 'Keskustelu.md'],
  ['...', 'Keskustelu.md'],
  ['\ud800', '\ufffd.md'],
])('makes of %j the name %j', (title, expected) => {
  expect(name(title)).toBe(expected);
});

it('two names that a system cannot tell apart are told apart', () => {
  const taken = new Map<string, number>();
  expect([name('Äiti', taken), name('äiti', taken), name('A\u0308iti', taken)]).toEqual([
    'Äiti.md',
    'äiti (2).md',
    'Äiti (3).md',
  ]);
});

it('thousands of equal titles are told apart, each with one look', () => {
  let looks = 0;
  class Counted extends Map<string, number> {
    override has(key: string): boolean {
      looks += 1;
      return super.has(key);
    }
  }
  const taken = new Counted();
  const names = Array.from({ length: 8000 }, (_, index) => name(index === 5 ? 'Sama (3)' : 'Sama', taken));
  expect(new Set(names).size).toBe(8000);
  expect(looks).toBeLessThan(3 * 8000);
});

it('a long title is cut between characters, within what file systems take', () => {
  const cut = name('👋'.repeat(200));
  expect(cut).toBe(`${'👋'.repeat(30)}.md`);
  expect(Buffer.byteLength(name('ä'.repeat(500)))).toBeLessThan(130);
});
