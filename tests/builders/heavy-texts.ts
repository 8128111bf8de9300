/**
 * Texts that repeat one thing until they have the asked length: what a model that has lost its way writes, and what an
 * attacker would. Each is a kind of its own for some step of the renderer.
 */
const LINE = 'The quick brown fox jumps over the lazy dog and runs on through the forest. ';

/** `piece(0)`, `piece(1)` and so on, up to `length`. */
function repeated(length: number, piece: (index: number) => string): string {
  const pieces: string[] = [];
  for (let index = 0, made = 0; made < length; index += 1) {
    const next = piece(index);
    pieces.push(next);
    made += next.length;
  }
  return pieces.join('').slice(0, length);
}

function nested(open: string, depth: number, inner: string, close: string): string {
  return open.repeat(depth) + inner + close.repeat(depth);
}

const FORMULA_WRAPS: readonly (readonly [string, string])[] = [
  ['\\boxed{', '}'],
  ['\\sqrt{', '}'],
  ['\\frac{1}{', '}'],
  ['\\cfrac{1}{1+', '}'],
  ['\\underline{', '}'],
  ['\\widehat{', '}'],
  ['\\hat{', '}^2'],
  ['x^{', '}'],
  ['x_{', '}'],
  ['\\left(', '\\right)'],
  ['{', '}'],
  ['\\text{', '}'],
  ['\\overbrace{', '}^{n}'],
  ['\\begin{pmatrix}', '&1\\end{pmatrix}'],
  ['\\begin{cases}', '\\end{cases}'],
  ['\\color{red}{', '}'],
  ['\\rm ', ''],
  ['\\huge ', ''],
  ['\\phantom{', '}'],
  ['\\overset{a}{', '}'],
  ['\\xrightarrow{', '}'],
  ['\\mathchoice{a}{b}{c}{', '}'],
  ['\\raisebox{1em}{$', '$}'],
  ['\\fbox{$', '$}'],
  ['\\vcenter{', '}'],
  ['\\hat\\bgroup ', '\\egroup^2'],
];

/** Each formula is one whose layout, untouched, ends the browser's process. */
export const DEEP_FORMULAS: readonly string[] = FORMULA_WRAPS.map(([open, close]) =>
  nested(open, Math.min(300, Math.floor(4000 / (open.length + close.length))), 'x', close),
);

export const WIDE_FORMULAS: readonly string[] = [
  `\\begin{matrix}${'&'.repeat(4000)}\\end{matrix}`,
  `\\begin{matrix}${'1&'.repeat(2000)}1\\end{matrix}`,
  `\\begin{matrix}${'\\\\'.repeat(2000)}\\end{matrix}`,
  `\\begin{matrix}${'&'.repeat(2000)}${'\\\\'.repeat(1000)}\\end{matrix}`,
  `\\begin{array}{${'c|'.repeat(2000)}}1\\end{array}`,
  `\\begin{array}{${'c|'.repeat(1000)}}${'\\\\\\hline '.repeat(300)}\\end{array}`,
  'x'.repeat(4900),
  'x_1'.repeat(1600),
  '\\sqrt x'.repeat(700),
  '\\left(x\\right)'.repeat(330),
  "x'".repeat(2400),
  `x${"'".repeat(4800)}`,
  `\\def\\a{${'x'.repeat(4000)}}${'\\a'.repeat(290)}`,
  `\\newcommand{\\a}[1]{${'#1'.repeat(2000)}}${'\\a'.repeat(9)}{xx}`,
  `\\def\\a#1{#1#1}${'\\a{'.repeat(18)}x${'}'.repeat(18)}`,
  `\\gdef\\a{\\a\\a}\\a`,
  `\\text{${'é'.repeat(4900)}}`,
  `\\rule{9999em}{9999em}`,
];

/** Kinds of text by name; each makes one of about `length` characters. */
export const HEAVY_TEXTS: Readonly<Record<string, (length: number) => string>> = {
  prose: (n) => repeated(n, (i) => `${LINE.repeat(5)}Number **${i}** with \`code\`.\n\n`),
  'a poem': (n) => repeated(n, (i) => `${LINE}${i}\n`),
  'short paragraphs': (n) => repeated(n, () => 'a\n\n'),
  'one line': (n) => repeated(n, () => LINE),
  'one word': (n) => 'a'.repeat(n),
  spaces: (n) => ' '.repeat(n - 1) + 'a',
  'empty lines': (n) => 'a' + '\n'.repeat(n - 2) + 'b',
  tabs: (n) => repeated(n, () => '\t'),
  'combining marks': (n) => repeated(n, () => 'e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308 '),
  emoji: (n) => repeated(n, () => '👩‍👩‍👧👋🏽🇫🇮'),
  Chinese: (n) => repeated(n, () => '这是**“重点”**内容，**注意：**正文。'),
  'right to left': (n) => repeated(n, () => 'مرحبا! كيف حالك؟ `npm` abc 123 ثم\n'),
  'direction marks': (n) => repeated(n, () => '\u202eabc\u202c\u2067x\u2069'),
  'deep formulas': (n) => repeated(n, (i) => `$$${DEEP_FORMULAS[i % DEEP_FORMULAS.length] ?? ''}$$\n\n`),
  'deep formulas in a line': (n) => repeated(n, (i) => `a $${DEEP_FORMULAS[i % DEEP_FORMULAS.length] ?? ''}$ b\n\n`),
  'wide formulas': (n) => repeated(n, (i) => `$$${WIDE_FORMULAS[i % WIDE_FORMULAS.length] ?? ''}$$\n\n`),
  'many formulas': (n) => repeated(n, (i) => `so $x_{${i}}^2 + \\frac{${i}}{y}$ and\n`),
  'many equal formulas': (n) => repeated(n, () => '$x_1$ '),
  'many display formulas': (n) => repeated(n, (i) => `$$\n\\sqrt{x_${i}} = \\int_0^1 ${i}\\,dx\n$$\n\n`),
  'many long formulas': (n) => repeated(n, (i) => `$$${'x_1+'.repeat(1000)}${i}$$\n\n`),
  'formulas in a table': (n) =>
    `| a | b |\n|---|---|\n${repeated(n - 20, (i) => `| $x_{${i}}$ | $\\frac{1}{${i}}$ |\n`)}`,
  dollars: (n) => '$'.repeat(n),
  'dollars and words': (n) => repeated(n, () => '$a '),
  'open formulas': (n) => repeated(n, () => '\\(a '),
  'open display formulas': (n) => repeated(n, () => '\\[a\n'),
  'footnotes in a chain': (n) => `[^0]\n\n${repeated(n, (i) => `[^${i}]: see[^${i + 1}]\n`)}`,
  'footnotes in a ring': (n) => `[^0]\n\n${repeated(n, (i) => `[^${i}]: see[^${(i * 7) % 1000}][^${i + 1}]\n\n`)}`,
  'a footnote of many paragraphs': (n) => `a[^a]\n\n[^a]: one\n\n${repeated(n, () => '    more of it\n\n')}`,
  'footnotes of many paragraphs': (n) =>
    `${repeated(n / 4, (i) => `a[^${i}] `)}\n\n${repeated((n * 3) / 4, (i) => `[^${i}]: one\n\n    two\n\n    three\n\n`)}`,
  'references to one footnote': (n) => `${repeated(n, () => 'a[^a] ')}\n\n[^a]: it`,
  'footnotes that nothing names': (n) => repeated(n, (i) => `[^n${i}]: it\n`),
  'footnotes within footnotes': (n) => `[^a]\n\n${repeated(n, () => '[^a]: [^a]: ')}`,
  definitions: (n) => repeated(n, (i) => `[a${i}]: https://example.org/${i}\n`),
  'one definition': (n) => repeated(n, () => '[a]: b\n'),
  'definitions and uses': (n) => repeated(n, (i) => `[a${i}]: https://example.org/${i}\n\n[a${i}] and [a0]\n\n`),
  'definitions with open titles': (n) => repeated(n, () => '[a]: b "\n'),
  'a definition of many lines': (n) => `[a]: b "${repeated(n, () => 'x\n')}"`,
  'nested lists': (n) => repeated(n, () => `${'- '.repeat(60)}a\n\n`),
  'lists indented ever deeper': (n) => repeated(n, (i) => `${' '.repeat(2 * (i % 100))}- a\n`),
  'nested quotes': (n) => repeated(n, () => `${'>'.repeat(200)} a\n\n`),
  'one nested quote': (n) => '>'.repeat(n),
  'quotes and lists': (n) => repeated(n, () => '> - > - > 1. a\nb\n'),
  'lazy quotes': (n) => repeated(n, () => '> a\nb\n'),
  'a long list': (n) => repeated(n, (i) => `${i + 1}. item\n`),
  'a loose list': (n) => repeated(n, () => '- item\n\n'),
  tasks: (n) => repeated(n, () => '- [ ] a\n'),
  'empty items': (n) => repeated(n, () => '-\n'),
  'nested emphasis': (n) => repeated(n, () => '*a **b '),
  'emphasis without end': (n) => repeated(n, () => '*a '),
  emphasis: (n) => repeated(n, () => '*a* '),
  'emphasis in short paragraphs': (n) => repeated(n, () => '*a* **b** `c` *d*\n\n'),
  stars: (n) => '*'.repeat(n),
  underscores: (n) => repeated(n, () => '_a'),
  tildes: (n) => repeated(n, () => '~~a~~ '),
  backticks: (n) => repeated(n, (i) => `${'`'.repeat((i % 300) + 1)}a`),
  'code spans': (n) => repeated(n, () => '`a` '),
  brackets: (n) => '['.repeat(n),
  'open links': (n) => repeated(n, () => '[a](b'),
  'nested links': (n) => repeated(n, () => `${'['.repeat(50)}a${'](b)'.repeat(50)}\n\n`),
  links: (n) => repeated(n, (i) => `[a](https://example.org/${i}) `),
  images: (n) => repeated(n, () => '![a](b) '),
  'open images': (n) => repeated(n, () => '!['),
  'automatic links': (n) => repeated(n, () => 'www.example.org '),
  addresses: (n) => repeated(n, () => 'a@b.fi '),
  'an endless address': (n) => `https://example.org/${'a('.repeat(n / 2)}`,
  'an endless mail address': (n) => `${'a.'.repeat(n / 2)}@b`,
  'a wide table': (n) => `${'|a'.repeat(n / 8)}|\n${'|-'.repeat(n / 8)}|\n${'|b'.repeat(n / 4)}|`,
  'a long table': (n) => `| a | b |\n|---|---|\n${repeated(n, (i) => `| ${i} | *b* |\n`)}`,
  'many tables': (n) => repeated(n, () => '| a | b |\n|---|---|\n| 1 | 2 |\n\n'),
  'a table of few characters': (n) => `${'|a'.repeat(100)}|\n${'|-'.repeat(100)}|\n${repeated(n, () => '|\n')}`,
  pipes: (n) => '|'.repeat(n),
  'delimiter rows': (n) => repeated(n, () => '|-'),
  headings: (n) => repeated(n, () => '# a\n'),
  'headings that are underlined': (n) => repeated(n, () => 'a\n===\n'),
  rules: (n) => repeated(n, () => '---\n'),
  code: (n) => `\`\`\`js\n${repeated(n, (i) => `const a${i} = "b"; // c\n`)}\`\`\`\n`,
  'code on one line': (n) => `\`\`\`js\n${'a("b");'.repeat(n / 7)}\n\`\`\`\n`,
  'code that is not closed': (n) => `\`\`\`js\n${repeated(n, () => 'a("b")\n')}`,
  'many fences': (n) => repeated(n, () => '```js\nlet a = 1;\n```\n\n'),
  'fences in a list': (n) => repeated(n, () => '- ```js\n  let a = 1;\n  ```\n'),
  'indented code': (n) => repeated(n, () => '    a\n\n'),
  tags: (n) => repeated(n, () => '<b>'),
  breaks: (n) => repeated(n, () => 'a<br>'),
  'sub and sup': (n) => repeated(n, () => '<sub>a</sub><sup>b</sup>'),
  'nested sub': (n) => repeated(n, () => `${'<sub>'.repeat(100)}a${'</sub>'.repeat(100)}\n\n`),
  'sub without end': (n) => repeated(n, () => '<sub>'),
  'nested details': (n) => repeated(n, () => '<details><summary>a</summary>\n\nb\n\n'),
  details: (n) => repeated(n, () => '<details>\n<summary>a</summary>\n\nb\n\n</details>\n\n'),
  'unclosed tags': (n) => repeated(n, () => '<a '),
  comments: (n) => repeated(n, () => '<!-- '),
  entities: (n) => repeated(n, () => '&amp;'),
  backslashes: (n) => repeated(n, () => '\\*'),
  'bare backslashes': (n) => '\\'.repeat(n),
  'line ends of Windows': (n) => repeated(n, () => 'a\r\n'),
  angles: (n) => '<'.repeat(n),
};
