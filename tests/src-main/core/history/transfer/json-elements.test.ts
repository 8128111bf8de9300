import { expect, it } from 'vitest';
import { because } from '#contract/reasons';
import { JsonElements, type Layout } from '../../../../../src-main/core/history/transfer/json-elements.ts';

/** What comes out when the text arrives in pieces of so many bytes. */
function split(layout: Layout, text: string, pieceBytes = 3, mostBytes?: number) {
  const bytes = new TextEncoder().encode(text);
  const elements = new JsonElements(layout, mostBytes);
  const found = [];
  for (let at = 0; at < bytes.length; at += pieceBytes)
    found.push(...elements.push(bytes.subarray(at, at + pieceBytes)));
  found.push(...elements.end());
  return found.map(({ bytes: own, ...rest }) => ({
    ...rest,
    text: own === null ? null : new TextDecoder().decode(own.slice()),
  }));
}

const texts = (layout: Layout, text: string, pieceBytes?: number) =>
  split(layout, text, pieceBytes).map((element) => element.text ?? element.problem);

it.each([1, 2, 7, 1000])('splits a list in pieces of %i bytes', (pieceBytes) => {
  expect(texts('array', ' [{"a":"}]\\"{"},\n {"b":[[1],{}]} , 3,"ä,]", null ]\n', pieceBytes)).toEqual([
    '{"a":"}]\\"{"}',
    '{"b":[[1],{}]}',
    '3',
    '"ä,]"',
    'null ',
  ]);
});

it('tells the line and the number of each', () => {
  expect(split('array', '[\n{"a":\n1},\n\n{}]')).toEqual([
    { index: 0, line: 2, problem: null, text: '{"a":\n1}' },
    { index: 1, line: 5, problem: null, text: '{}' },
  ]);
  expect(split('lines', '{"a":1}\n\n  \n{"b":2}')).toEqual([
    { index: 0, line: 1, problem: null, text: '{"a":1}' },
    { index: 1, line: 4, problem: null, text: '{"b":2}' },
  ]);
});

it("takes Sarvi's conversations from their list only", () => {
  const text =
    '{"format":"sarvi-history","version":1,"other":[{"x":1}],"n":{"conversations":[{"y":1}]},"conversations":[\n{"id":"a"},\n{"id":"b"}\n],"after":[{"z":1}]}';
  expect(texts('sarvi', text)).toEqual(['{"id":"a"}', '{"id":"b"}']);
});

it('a list that is cut off gives what is whole and tells the rest', () => {
  expect(texts('array', '[{"a":1},{"b":"')).toEqual(['{"a":1}', because('file-ends-in-it')]);
  expect(texts('array', '[{"a":1},')).toEqual(['{"a":1}', because('file-ends-in-list')]);
  expect(texts('sarvi', '{"format":"sarvi-history","version":1}')).toEqual([because('no-list')]);
  expect(texts('document', '{"a":')).toEqual([because('file-ends-in-it')]);
});

it('a text that is not closed costs its own conversation only', () => {
  expect(texts('array', '[{"a":1},\n{"b":"oops},\n{"c":[\n{"d":4}\n]},\n{"e":5}]')).toEqual([
    '{"a":1}',
    because('line-ends-in-text'),
    '{"c":[\n{"d":4}\n]}',
    '{"e":5}',
  ]);
  expect(texts('array', '[\n  {\n    "b": "oops\n    {"x":1}\n  },\n  {\n    "c": 3\n  }\n]')).toEqual([
    because('line-ends-in-text'),
    '{\n    "c": 3\n  }',
  ]);
});

it('a conversation beyond the bound is passed over without being kept', () => {
  const long = `{"a":"${'x'.repeat(100)}"}`;
  expect(texts('array', `[{"a":1},${long},{"b":2}]`)).toHaveLength(3);
  expect(split('array', `[{"a":1},${long},{"b":2}]`, 10, 50).map(({ text, problem }) => text ?? problem)).toEqual([
    '{"a":1}',
    because('larger-than', { bytes: 50 }),
    '{"b":2}',
  ]);
  expect(split('lines', `{"a":1}\n${long}\n{"b":2}`, 10, 50).map(({ text, problem }) => text ?? problem)).toEqual([
    '{"a":1}',
    because('larger-than', { bytes: 50 }),
    '{"b":2}',
  ]);
});

it('nesting of a hundred thousand levels is refused without being parsed', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  expect(texts('array', `[{"a":${deep}},{"b":2}]`, 4096)).toEqual([because('json-too-deep', { most: 200 }), '{"b":2}']);
});
