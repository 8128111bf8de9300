import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { renderWith } from '../../../builders/render-template.ts';
import { CASES, REFUSED, VARIABLES } from './template-cases.ts';

/** Written by `npm run reference:templates`, which asks the real Jinja2; null is a template that it refuses. */
const answers = JSON.parse(readFileSync(new URL('jinja2-answers.json', import.meta.url), 'utf8')) as {
  readonly cases: Readonly<Record<string, readonly (string | null)[]>>;
  readonly random: readonly (readonly [template: string, text: string | null])[];
};

/** The text, null for what fails, or the reason of a refusal. */
function outcome(template: string): string | null {
  const rendered = renderWith(template, VARIABLES);
  if ('refused' in rendered) return rendered.refused;
  return 'text' in rendered ? rendered.text : null;
}

describe('templates render as Jinja2 renders them, and fail where it fails', () => {
  test.each(Object.entries(CASES))('%s', (group, templates) => {
    const wanted = templates.map((template, index) => REFUSED[template] ?? answers.cases[group]?.[index]);
    expect(templates.map(outcome)).toEqual(wanted);
  });

  test('invented templates, sense and nonsense', () => {
    const wrong = answers.random.filter(([template, text]) => outcome(template) !== text);
    // Generators as text, and text marked as safe in places where no chat template has it.
    const refused = wrong.filter(([template]) => outcome(template)?.includes('which Sarvi does not know') === true);
    expect(wrong.filter((one) => !refused.includes(one))).toEqual([]);
    expect(refused.length).toBeLessThan(answers.random.length / 50);
  });
});

test.each([
  ['{% include "x" %}', 'the tag "include"'],
  ['{% extends "x" %}', 'the tag "extends"'],
  ['{% block x %}{% endblock %}', 'the tag "block"'],
  ['{% import "x" as y %}', 'the tag "import"'],
  ['{{ word | pprint }}', 'the filter "pprint"'],
  ['{{ words | random }}', 'the filter "random"'],
  ['{{ words | map("pprint") | list }}', 'the filter "pprint"'],
  ['{{ word.encode() }}', 'the method .encode()'],
  ['{{ lipsum() }}', 'the function lipsum'],
  ['{{ strftime_now("%Q") }}', 'the date field %Q'],
  ['{{ range }}', 'a function as a text'],
  ['{{ "\\N{BULLET}" }}', 'an escape with a name of a character (\\N)'],
])('%s is refused by name', (template, what) => {
  expect(renderWith(template, VARIABLES)).toEqual({
    refused: `the chat template uses ${what}, which Sarvi does not know`,
  });
});

describe('a template cannot fill the memory or the stack', () => {
  test.each([
    '{{ "a" * 1000000000000 }}',
    '{{ [1] * 1000000000 }}',
    '{{ 9 ** 99999999 }}',
    '{{ 10 ** 100000000 }}',
    '{{ "%1000000000d" % 1 }}',
    '{{ "{:1000000000}".format(1) }}',
    '{{ "a".ljust(1000000000) }}',
    '{{ range(1000000000000) | list }}',
    '{% set ns = namespace(x="aaaaaaaa") %}{% for i in range(100) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}{{ ns.x }}',
    '{% set ns = namespace(x=[1]) %}{% for i in range(100) %}{% set ns.x = ns.x + ns.x %}{% endfor %}{{ ns.x }}',
    '{% set ns = namespace(x="ab") %}{% for i in range(100) %}{% set ns.x = ns.x.replace("", ns.x) %}{% endfor %}{{ ns.x }}',
    '{% set ns = namespace(x=[]) %}{% for i in range(2000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}',
    '{% for i in range(100000) %}{% for j in range(100000) %}aaaaaaaaaaaaaaaa{% endfor %}{% endfor %}',
    '{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}',
    '{{ "a" | indent(1000000000) }}',
  ])('%s', (template) => {
    expect(nameOfOutcome(template)).toBe('failed');
  });
});

test.each(['{{ ' + '('.repeat(200_000), '{{ ' + 'not '.repeat(200_000) + '1 }}', '{% if 1 %}'.repeat(200_000)])(
  'a template that nests 200,000 deep fails (%#)',
  (template) => {
    expect(nameOfOutcome(template)).toBe('failed');
  },
);

function nameOfOutcome(template: string): string {
  try {
    return Object.keys(renderWith(template, VARIABLES))[0] ?? '';
  } catch (error) {
    // The stack ends what nests without an end; `renderChatTemplate` makes that an error of the template.
    return error instanceof RangeError ? 'failed' : String(error);
  }
}
