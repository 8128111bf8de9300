import { describe, expect, test } from 'vitest';
import { CallReader } from '../../../../src-main/core/api-server/call-reader.ts';
import { randomOf } from '../../../builders/random.ts';

const NAMES = ['sää', 'get_weather', 'add'];

interface Heard {
  readonly words: string;
  readonly names: readonly string[];
  readonly given: string;
  readonly call: string | null;
}

function hear(pieces: readonly string[], names = NAMES): Heard {
  const reader = new CallReader(names);
  let words = '';
  let given = '';
  const called: string[] = [];
  for (const piece of [...pieces.map((text) => reader.push(text)), reader.end()]) {
    words += piece.words ?? '';
    given += piece.arguments ?? '';
    if (piece.call) called.push(piece.call.name);
  }
  return { words, names: called, given, call: reader.call?.argumentsText ?? null };
}

/** The text in pieces of one to four letters. */
function pieces(text: string, seed: number): string[] {
  const random = randomOf(seed);
  const cut: string[] = [];
  for (let place = 0; place < text.length;) {
    const length = 1 + Math.floor(random() * 4);
    cut.push(text.slice(place, place + length));
    place += length;
  }
  return cut;
}

describe('a call', () => {
  const calls: [string, string, string][] = [
    ['{"name": "get_weather", "parameters": {"city": "Oulu"}}', 'get_weather', '{"city": "Oulu"}'],
    ['\n {"name":"add","parameters":{"a":1,"b":[2,{"c":"}"}]}} ', 'add', '{"a":1,"b":[2,{"c":"}"}]}'],
    ['<|python_tag|>{"name": "add", "arguments": {"a": "\\"}{"}}', 'add', '{"a": "\\"}{"}'],
    ['{"name": "add"}', 'add', '{}'],
    ['{\n  "name"  : "add",\n "parameters" : {}\n}', 'add', '{}'],
  ];
  test.each(calls)('%j is found however it is cut', (text, name, given) => {
    for (let seed = 1; seed < 20; seed += 1) {
      expect(hear(pieces(text, seed))).toEqual({ words: '', names: [name], given, call: given });
    }
  });

  test('that is cut off is no complete one', () => {
    expect(hear(['{"name": "add", "parameters": {"a": 1'])).toEqual({
      words: '',
      names: ['add'],
      given: '{"a": 1',
      call: null,
    });
  });
});

describe('words', () => {
  const texts = [
    'Hei!',
    '{',
    '{"name": "unknown", "parameters": {}}',
    '{"named": 1}',
    '{"name": 5}',
    '',
    'Kutsun: {"name": "add", "parameters": {}}',
    `{"name": "add"${' '.repeat(1000)}, "parameters": {}}`,
    '<|python_tag|>print(1)',
  ];
  test.each(texts)('%j stay words, whole', (text) => {
    for (let seed = 1; seed < 20; seed += 1) {
      expect(hear(pieces(text, seed))).toEqual({ words: text, names: [], given: '', call: null });
    }
  });

  test('are passed on at once where there are no tools', () => {
    const reader = new CallReader([]);
    expect(reader.push('{"name": "add"')).toEqual({ words: '{"name": "add"' });
  });
});
