import { expect, test } from 'vitest';
import { because } from '#contract/reasons';
import { checkJson } from '../../../../src-main/core/checkpoint/check-json.ts';

test('depth is bounded before anything is parsed', () => {
  expect(checkJson('['.repeat(100) + ']'.repeat(100))).toBeNull();
  expect(checkJson('['.repeat(101) + ']'.repeat(101))).toBe(because('json-too-deep', { most: 100 }));
  expect(checkJson('{"a":'.repeat(200_000))).toBe(because('json-too-deep', { most: 100 }));
  expect(checkJson(`"${'['.repeat(500)}"`)).toBeNull();
  expect(checkJson(`"\\"${'['.repeat(500)}"`)).toBeNull();
});

test('the number of values is bounded', () => {
  expect(checkJson(`[${'0,'.repeat(1000)}0]`)).toBeNull();
  expect(checkJson(`[${'0,'.repeat(2 ** 24)}0]`)).toBe(because('json-too-many-values', { most: 2 ** 24 }));
});

test('a key that comes twice in one object is found, however it is spelled', () => {
  const twice = { uniqueKeys: true };
  expect(checkJson('{"a": 1, "b": {"a": 2}, "c": ["a", "a", {"a": 1}]}', twice)).toBeNull();
  expect(checkJson('{"a": "b", "b": 1}', twice)).toBeNull();
  expect(checkJson('{"a": 1, "a": 2}', twice)).toBe(because('key-twice', { key: '"a"' }));
  expect(checkJson('{"a": 1, "\\u0061" : 2}', twice)).toBe(because('key-twice', { key: '"a"' }));
  expect(checkJson('{"x": [{"a\\"": 1, "a\\"": 2}]}', twice)).toBe(because('key-twice', { key: '"a\\""' }));
  expect(checkJson('{"a": 1, "a": 2}')).toBeNull();
});

test('text that is no JSON is left to the parser', () => {
  for (const text of ['', '"', '"\\', ']]', '{"a"', 'NaN']) expect(checkJson(text, { uniqueKeys: true })).toBeNull();
});
