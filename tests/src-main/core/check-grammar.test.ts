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
    if (!(error instanceof SarviError) || error.code !== (kind === 'gbnf' ? 'grammar-invalid' : 'schema-invalid'))
      throw error;
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
  'root ::= !<[7]> "x" <[1000]>',
  'root ::= "a"{1999} | ("a" "b"){1000} | "c"{0,2001} | (("a"{10}){10}){30}',
  'root ::= a | ""\na ::= "b" (root)? "\\x41\\u00e4" [^\\]\\-]',
  'root ::= "a" |\n "b" # c\r\n',
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
  ['root ::=\n  "a"\n  | name', 'line 3: a rule does not begin with its name'],
  ['root ::=\n  "a" |\n  name', 'line 3: there is no rule “name”'],
  [
    'root ::=\n  "a"\n  name',
    'line 3: “::=” is missing after “name” (a rule continues on another line only in brackets or after |)',
  ],
  ['root ::= root', 'line 1: the rule “root” may begin with itself'],
  ['root ::= b\nb ::= ("x" | ) c? root "z"\nc ::= "y"', 'line 2: the rule “root” may begin with itself'],
  ['root ::= ("" | "a")*', 'line 1: the rule “root” may begin with itself'],
  ['root ::= ', 'line 1: nothing but an empty answer is allowed'],
  ['root ::= a | ""\na ::= []', 'line 1: nothing but an empty answer is allowed'],
  ['root ::= "a"{2000}', 'line 1: a repetition stands for 2000 rules or more'],
  ['root ::= "a"{0,2000}', 'line 1: a repetition stands for 2000 rules or more'],
  ['root ::= ("a"{0,99}){20}', 'line 1: a repetition stands for 2000 rules or more'],
  ['root ::= "a"{2,1}', 'line 1: a repetition has a least count above its greatest'],
  ['root ::= * "a"', 'line 1: there is nothing before * to repeat'],
  ['root ::= ""*', 'line 1: there is nothing before * to repeat'],
  ['root ::= "a"{}', 'line 1: what begins with { has no end'],
  ['root ::= a_b', 'line 1: _ does not belong there'],
  ['root ::= "\\q"', 'line 1: \\ is followed by a sign that means nothing'],
  ['root ::= <think>', 'line 1: a token is written <[1000]>, by its number'],
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

test.each(['minItems', 'maxItems'])('a schema whose %s llama.cpp cannot count is refused', async (name) => {
  const faultWith = (value: number) =>
    faultOf(JSON.stringify({ type: 'array', items: { type: 'string' }, [name]: value }), 'json-schema');
  expect(await faultWith(999)).toBeNull();
  expect(await faultWith(1000)).toBe(`the schema at # has the ${name} 1000, and counts above 999 cannot be kept`);
  expect(await faultWith(100_000)).toBe(
    name === 'maxItems' ? null : 'the schema at # has the minItems 100000, and counts above 999 cannot be kept',
  );
});
