import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { reasonText } from '#contract/reasons';
import { checkGrammar } from '../../../src-main/core/check-grammar.ts';
import { READY_FORMS, readyForm } from '../../../src-renderer/sampling/ready-forms.ts';
import { pick, randomOf } from '../../builders/random.ts';

async function faultOf(text: string, kind: 'gbnf' | 'json-schema' = 'gbnf'): Promise<string | null> {
  try {
    await checkGrammar({ kind, text });
    return null;
  } catch (error) {
    if (!(error instanceof SarviError) || error.code !== 'grammar-invalid') throw error;
    return reasonText(String(error.details['reason']), 'en');
  }
}

test('the forms that come with Sarvi can be followed, in both languages', async () => {
  for (const name of READY_FORMS) {
    for (const language of ['fi', 'en'] as const) {
      const { kind, text } = readyForm(name, language);
      expect(await faultOf(text, kind), name).toBeNull();
    }
  }
});

test.each([
  'root ::= "a" | "b"',
  'root ::= (\n  "a" # a comment with ( and "\n  other-rule{2, 5}\n)\nother-rule ::= [a-z\\]"(]+ "\\"" .',
  'a ::= "x"\nroot ::= a? a* a+ a{3} a{0,}',
  'root ::= <think> "x" <[1000]>',
  'root ::= "two\nlines"',
])('takes %j', async (text) => {
  expect(await faultOf(text)).toBeNull();
});

test.each([
  ['', 'line 1: there is no rule “root”'],
  ['rot ::= "a"', 'line 1: there is no rule “root”'],
  ['root ::= "a"\nb ::= root ("x"', 'line 2: the brackets do not match'],
  ['root ::= ")" )', 'line 1: the brackets do not match'],
  ['root ::= "a\n', 'line 1: what begins with " has no end'],
  ['root ::= [a-z', 'line 1: what begins with [ has no end'],
  ['root ::=\n  "a"\n  name', 'line 3: there is no rule “name”'],
  [`root ::= ${'('.repeat(300)}`, 'line 1: the brackets do not match'],
])('refuses %j with the line', async (text, fault) => {
  expect(await faultOf(text)).toBe(fault);
});

test('any text at all is looked through to its end', async () => {
  const random = randomOf(3);
  const pieces = [
    'root',
    ' ::= ',
    '"',
    '[',
    ']',
    '(',
    ')',
    '{',
    '}',
    '<',
    '\\',
    '\n',
    '#',
    'ä',
    '\0',
    '\u{1f98c}',
    '-',
  ];
  for (let round = 0; round < 3000; round += 1) {
    const text = Array.from({ length: 25 }, () => pick(random, pieces)).join('');
    expect(['string', 'object']).toContain(typeof (await faultOf(text)));
  }
  expect(await faultOf(`root ::= ${'a '.repeat(40_000)}`)).toBe('line 1: there is no rule “a”');
});

test('a schema that could not be kept is refused with the place', async () => {
  expect(await faultOf('{"type": "string", "pattern": "x"}', 'json-schema')).toContain('pattern');
  expect(await faultOf('{', 'json-schema')).toBe('the schema is not JSON');
});
