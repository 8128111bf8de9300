import { pick, type Random } from './random.ts';

const NAMES =
  'n f yes no nothing text word words numbers mixed empty record people messages missing record.role record.deep people[0].age loop.index'.split(
    ' ',
  );
const CONSTANTS =
  `0 1 -1 2 3 10 2.0 0.5 -1.5 1e20 true false none "" "a" "Ab c" " x\\n" "1" "2.5" "%s" "ä😀" [] {} () (1,) [1,2,3] ["b","A"] {"a":1} {1:"x"} [[1],[2]]`.split(
    ' ',
  );
const BINARY = '+ - * / // % ** ~ == != < <= > >= in and or'.split(' ').concat('not in');
const FILTERS =
  'trim upper lower capitalize title length list first last reverse join sort unique string int float abs round sum max min tojson default items dictsort safe e count indent wordcount'.split(
    ' ',
  );
const FILTERS_WITH = [
  'default("x", true)',
  'join(", ")',
  'join("-", attribute="name")',
  'replace("a", "b")',
  'map("upper")',
  'map(attribute="name") | list',
  'map(attribute="role") | list',
  'select("string") | list',
  'select("number") | list',
  'select | list',
  'reject("none") | list',
  'selectattr("name") | list',
  'selectattr("role", "equalto", "user") | list',
  'rejectattr("age", "none") | list',
  'sort(reverse=true)',
  'sort(attribute="name")',
  'groupby("town")',
  'batch(2) | list',
  'slice(2) | list',
  'round(1)',
  'int(5)',
  'tojson(indent=2)',
  'tojson(sort_keys=true)',
  'indent(2, true)',
  'truncate(5)',
  'format(1)',
  'list | length',
  'unique | list',
  'string | list',
  'attr("x")',
];
const TESTS =
  'defined undefined none true false boolean integer float number string mapping iterable sequence odd even lower upper callable'.split(
    ' ',
  );
const METHODS = [
  'strip()',
  'split()',
  'split("a")',
  'upper()',
  'title()',
  'startswith("a")',
  'endswith(("a", "b"))',
  'replace("a", "b", 1)',
  'items() | list',
  'keys() | list',
  'get("role")',
  'get("a", 3)',
  'find("a")',
  'count("a")',
  'index("a")',
  'join(words)',
  'splitlines()',
  'format(1, 2)',
];
const SUBSCRIPTS = ['[0]', '[-1]', '["role"]', '["a"]', '.name', '.x', '[none]', '[true]'];
const SLICES = ['[1:]', '[::-1]', '[1:3]', '[-2:]', '[:none]'];

/** An expression that may well be nonsense: then both renderers must fail. */
export function randomExpression(random: Random, depth: number): string {
  const inner = (): string => randomExpression(random, depth - 1);
  if (depth <= 0) return pick(random, random() < 0.6 ? NAMES : CONSTANTS);
  switch (Math.floor(random() * 12)) {
    case 0:
    case 1:
      return `${inner()} ${pick(random, BINARY)} ${inner()}`;
    case 2:
      return `(${inner()})`;
    case 3:
    case 4:
      return `${inner()} | ${pick(random, FILTERS)}`;
    case 5:
    case 6:
      return `${inner()} | ${pick(random, FILTERS_WITH)}`;
    case 7:
      return `${inner()} is ${random() < 0.3 ? 'not ' : ''}${pick(random, TESTS)}`;
    case 8:
      return `(${inner()}).${pick(random, METHODS)}`;
    case 9:
      return random() < 0.5 ? `(${inner()})${pick(random, SUBSCRIPTS)}` : pick(random, NAMES) + pick(random, SLICES);
    case 10:
      return pick(random, [`not ${inner()}`, `-(${inner()})`, `[${inner()}, ${inner()}]`, `{"k": ${inner()}}`]);
    default:
      return `(${inner()} if ${inner()} else ${inner()})`;
  }
}

/** Statements around random expressions, with blanks and line ends that the rules of trimming apply to. */
export function randomTemplate(random: Random, depth = 2): string {
  const expression = (): string => randomExpression(random, 1 + Math.floor(random() * 2));
  const body = (): string => (depth <= 0 ? `{{ ${expression()} }}` : randomTemplate(random, depth - 1));
  const blank = (): string => pick(random, ['', ' ', '\n', '  \n', '\n  ', 'a\n', ' b ', '\t']);
  const tag = (text: string): string =>
    `{%${pick(random, ['', '-', '+', ''])} ${text} ${pick(random, ['', '-', ''])}%}`;
  const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    switch (Math.floor(random() * 9)) {
      case 0:
        return `${tag(`if ${simple(random)}`)}${body()}${tag('else')}${body()}${tag('endif')}`;
      case 1:
        return `${tag(`for x in ${simple(random)}`)}{{ x }}${blank()}{{ loop.index }}${body()}${tag('endfor')}`;
      case 2: {
        const leave = `${tag(`if loop.index == 2`)}z${tag(pick(random, ['break', 'continue']))}${tag('endif')}`;
        return `${tag('for x in range(4)')}a${leave}${body()}${tag('endfor')}`;
      }
      case 3:
        return `${tag(`set ${pick(random, ['n', 'word', 'other'])} = ${expression()}`)}${body()}`;
      case 4:
        return `${tag('set text')}${body()}${tag('endset')}{{ text | length }}`;
      case 5:
        return `${tag('macro m(n, b=word)')}${body()}${tag('endmacro')}{{ m(${simple(random)}) }}`;
      case 6:
        return `{#${pick(random, ['', '-'])} note ${pick(random, ['', '-'])}#}`;
      case 7:
        return `${tag('filter upper')}${body()}${tag('endfilter')}`;
      default:
        return `{{${pick(random, ['', '-'])} ${expression()} ${pick(random, ['', '-'])}}}`;
    }
  });
  return parts.map((part) => blank() + part + blank()).join('');
}

function simple(random: Random): string {
  return pick(random, random() < 0.8 ? NAMES : CONSTANTS);
}
