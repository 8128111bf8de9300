import { expect, test } from 'vitest';
import { CodeChunks } from '../../../src-renderer/markdown/code-chunks.ts';

const TEXTS = {
  'one long line': 'a("b");'.repeat(20_000),
  'long lines among short ones': `${'x'.repeat(7000)}\n\nlet a = 1;\n`.repeat(30),
  'many short lines': 'let a = 1;\n\n'.repeat(2000),
  'empty lines': '\n'.repeat(500),
};

test.each(Object.entries(TEXTS))('%s: chunks are small and together the whole text', (_, text) => {
  const chunks = new CodeChunks().read(text);
  for (const chunk of chunks) {
    expect(chunk.rows).toBeLessThanOrEqual(160);
    expect(chunk.text.length).toBeLessThanOrEqual(20_000);
    expect(chunk.text.split('\n')).toHaveLength(chunk.rows);
  }
  const plain = (code: string) => code.replaceAll('\n', '');
  expect(plain(chunks.map((chunk) => chunk.text).join('\n'))).toBe(plain(text));
});

test.each(Object.entries(TEXTS))('%s: read while it grows, the chunks are those of the whole', (_, text) => {
  const reader = new CodeChunks();
  for (let length = 0; length < text.length; length += 3331) reader.read(text.slice(0, length));
  expect(reader.read(text)).toEqual(new CodeChunks().read(text));
});
