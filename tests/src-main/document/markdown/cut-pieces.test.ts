import { expect, test } from 'vitest';
import { cutPieces } from '../../../../src-main/document/markdown/cut-pieces.ts';

test('the pieces of any text make it up, and an ordinary text is one piece', () => {
  const ordinary = `# Otsikko\n\n${'Sanoja rivillä.\n'.repeat(300)}\n${'- kohta\n'.repeat(300)}`;
  expect([...cutPieces(ordinary)]).toEqual([ordinary]);
  for (const text of [
    '',
    'a',
    '\n'.repeat(5000),
    'a\n'.repeat(5000),
    'a|b\n-|-\n'.repeat(2000),
    '> a\nb\n'.repeat(2000),
  ]) {
    expect([...cutPieces(text)].join('')).toBe(text);
  }
});

test('a long run without an empty line is cut between lines', () => {
  const pieces = [...cutPieces('$$a\n'.repeat(1000))];
  expect(pieces.map((piece) => piece.length / 4)).toEqual([400, 400, 200]);
});

test('code between fences is never cut, closed or not', () => {
  const code = `\`\`\`js\n${'line();\n'.repeat(10_000)}`;
  expect([...cutPieces(code)]).toHaveLength(1);
  expect([...cutPieces(`${code}\`\`\`\n`)]).toHaveLength(1);
  expect([...cutPieces(`~~~\n\`\`\`\n${'x\n'.repeat(1000)}~~~\n${'x\n'.repeat(500)}`)]).toHaveLength(2);
});
