import { expect, test } from 'vitest';
import { csvOf, parseFormed, tableOf, type Json } from '../../../src-renderer/chat/formed-answer.ts';

const WORDS = { column: 'Name', value: 'Value' };
const table = (value: Json) => tableOf(value, WORDS);

test('only lists and objects are shown as a table', () => {
  for (const text of ['', 'Hei', '12', '"x"', 'null', '{"a":', `[${'1,'.repeat(600_000)}1]`]) {
    expect(parseFormed(text), text.slice(0, 20)).toBeNull();
  }
  expect(parseFormed(' {"a": 1}\n')).toEqual({ a: 1 });
});

test('rows may have different names, lists within them, and names of every object', () => {
  expect(table([{ a: 1, b: ['x', 'y'] }, { c: { d: null } }, 'z', null])).toEqual({
    columns: ['a', 'b', 'c'],
    rows: [['1', 'x; y', ''], ['', '', '{"d":null}'], ['z'], ['']],
  });
  const hostile = JSON.parse('[{"__proto__": 1, "constructor": 2, "toString": 3}]') as Json;
  expect(table(hostile)).toEqual({ columns: ['__proto__', 'constructor', 'toString'], rows: [['1', '2', '3']] });
  expect(table([{ a: 1 }, {}])).toEqual({ columns: ['a'], rows: [['1'], ['']] });
  expect(table({ a: true, b: [] })).toEqual({
    columns: ['Name', 'Value'],
    rows: [
      ['a', 'true'],
      ['b', ''],
    ],
  });
  expect(table(['x', 2])).toEqual({ columns: ['Value'], rows: [['x'], ['2']] });
  expect(table([])).toEqual({ columns: ['Value'], rows: [] });
});

test('CSV quotes what it must, and no text becomes a formula', () => {
  const rows = [
    ['a,b', '"x"', 'two\nlines'],
    ['=1+1', '+358', '-5'],
    ['@x', '\t=1', '-1e5'],
    ['-x', '', '＝1'],
  ];
  expect(csvOf({ columns: ['p', 'q', 'r'], rows })).toBe(
    'p,q,r\r\n"a,b","""x""","two\nlines"\r\n\'=1+1,\'+358,-5\r\n\'@x,\'\t=1,-1e5\r\n\'-x,,\'＝1\r\n',
  );
});
