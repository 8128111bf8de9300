import { describe, expect, test } from 'vitest';
import { HOSTILE_MARKDOWN } from '../../builders/hostile-text.ts';
import { OPTIONS } from '../../builders/markdown-options.ts';
import { randomOf } from '../../builders/random.ts';
import { loadHighlighter } from '../../../src-renderer/markdown/highlight.ts';
import type { MarkdownOptions } from '../../../src-renderer/markdown/markdown-options.ts';
import { MarkdownDocument } from '../../../src-renderer/markdown/render-markdown.ts';
import type { MarkdownBlock } from '../../../src-renderer/markdown/markdown-block.ts';

function parse(source: string, options: Partial<MarkdownOptions> = {}): HTMLElement {
  return elementOf(new MarkdownDocument().render(source, { ...OPTIONS, ...options }));
}

function elementOf(blocks: readonly MarkdownBlock[]): HTMLElement {
  const element = document.createElement('div');
  element.innerHTML = htmlOf(blocks).join('');
  return element;
}

/** Code of its own is shown by a component; here by what it is given. */
function htmlOf(blocks: readonly MarkdownBlock[]): string[] {
  return blocks.map((block) => {
    if (block.kind === 'html') return block.html;
    const code = document.createElement('code');
    code.textContent = block.text;
    return code.outerHTML;
  });
}

/** What no message may hold, however it was written. */
function dangers(root: HTMLElement): string[] {
  const found: string[] = [];
  for (const element of root.querySelectorAll('*')) {
    const tag = element.tagName.toLowerCase();
    if (/^(script|style|iframe|object|embed|svg|math|form|input|img|video|audio|link|meta|base|template)$/.test(tag)) {
      found.push(tag);
    }
    for (const { name, value } of element.attributes) {
      if (
        name.startsWith('on') ||
        ['style', 'src', 'srcset', 'action', 'formaction', 'background', 'id'].includes(name)
      ) {
        found.push(`${tag}[${name}]`);
      }
      if (name === 'href' && !/^https:\/\//.test(value)) found.push(`${tag}[href=${value}]`);
    }
  }
  return found;
}

describe('hostile Markdown', () => {
  test.each(HOSTILE_MARKDOWN)('shows %j without anything that runs or loads', (source) => {
    expect(dangers(parse(source))).toEqual([]);
  });

  test('does so for every beginning of each, as it streams', () => {
    const found: string[] = [];
    for (const payload of HOSTILE_MARKDOWN) {
      const message = new MarkdownDocument();
      for (let length = 1; length <= payload.length; length += 1) {
        const blocks = message.render(payload.slice(0, length), { ...OPTIONS, streaming: true });
        found.push(...dangers(elementOf(blocks)).map((danger) => `${danger} in ${payload.slice(0, length)}`));
      }
    }
    expect(found).toEqual([]);
  });

  test('stays harmless when the highlighter colours it', async () => {
    const highlighter = await loadHighlighter();
    const root = parse('> ```html\n> <script>alert(1)</script><img src=x onerror=alert(1)>\n> ```', { highlighter });
    expect(dangers(root)).toEqual([]);
    expect(root.querySelector('code')?.textContent).toBe('<script>alert(1)</script><img src=x onerror=alert(1)>');
    expect(root.querySelector('.hljs-name')).not.toBeNull();
  });
});

describe('what is shown', () => {
  test('raw HTML is shown as the text that it is', () => {
    expect(parse('a <b onclick=x>bold</b>').textContent.trim()).toBe('a <b onclick=x>bold</b>');
  });

  test('an image becomes a link to it', () => {
    const anchor = parse('![a chart](https://example.org/c.png)').querySelector('a');
    expect([anchor?.href, anchor?.textContent]).toEqual(['https://example.org/c.png', 'a chart']);
  });

  test('an https link keeps its target; any other address is text behind its words', () => {
    const root = parse(
      '[a](https://example.org/x?y=1&z=2) [b](mailto:aino@example.org) [c](http://example.org) [d](notes.md) [e]() ' +
        '![f](http://example.org/f.png)',
    );
    expect([...root.querySelectorAll('a')].map(({ href }) => href)).toEqual(['https://example.org/x?y=1&z=2']);
    expect(root.textContent.trim()).toBe(
      'a b (mailto:aino@example.org) c (http://example.org) d (notes.md) e f (http://example.org/f.png)',
    );
  });

  test('an address that is its own words is shown once', () => {
    const root = parse('www.example.org, <aino@example.org>, http://example.org/a and ![](http://example.org/b)');
    expect(root.querySelector('a')).toBeNull();
    expect(root.textContent.trim()).toBe(
      'www.example.org, aino@example.org, http://example.org/a and http://example.org/b',
    );
  });

  test('a long address that is no link is cut short', () => {
    const shown = parse(`![x](data:image/png;base64,${'A'.repeat(900)})`).textContent.trim();
    expect([shown.length, shown.at(-2)]).toEqual([305, '…']);
  });

  test('code in a list has its language and its copy button', () => {
    const root = parse('1. See:\n\n   ```js\n   let a = 1;\n   ```');
    expect(root.querySelector('li .code-language')?.textContent).toBe('js');
    expect(root.querySelector('li button.copy-code')?.getAttribute('aria-label')).toBe('Copy code');
    expect(root.querySelector('li pre')?.getAttribute('tabindex')).toBe('0');
  });

  test('a table scrolls within itself and keeps its alignment', () => {
    const root = parse('| a | b |\n|---|--:|\n| 1 | 2 |');
    expect(root.querySelector('.table[tabindex="0"] th:nth-child(2)')?.getAttribute('align')).toBe('right');
  });

  test('a row of a table with more cells than its head has them in its last cell', () => {
    const root = parse('| a | b |\n|---|---|\n| 1 | 2 | *3* | 4 |\n| 5 | 6 | |');
    expect([...root.querySelectorAll('td')].map(({ innerHTML }) => innerHTML)).toEqual([
      ...['1', '2 | <em>3</em> | 4', '5', '6'],
    ]);
  });

  test('an ordered list keeps its first number', () => {
    expect(parse('3. three').querySelector('ol')?.getAttribute('start')).toBe('3');
  });

  test('headings go down one level at a time below the author, and look as deep as they were written', () => {
    const root = parse('#### deep\n\n# top\n\n### third');
    const levels = [...root.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((heading) => [
      heading.tagName,
      heading.className,
    ]);
    expect(levels).toEqual([
      ['H3', 'depth-4'],
      ['H3', 'depth-1'],
      ['H4', 'depth-3'],
    ]);
  });
});

describe('text that no writer would write', () => {
  const words = (root: HTMLElement) => root.textContent.replace(/\s+/g, ' ').trim();

  test.each(['>', '- ', '1. ', '> - ', '*a **b ', '[a', '![', '~~a~~ ', '|a'])(
    '%j 5,000 times over is shown',
    (mark) => {
      expect(words(parse(`${mark.repeat(5000)}the end`))).toMatch(/the end$/);
    },
  );

  test('quotes and lists keep 12 levels, and the marks of deeper ones are text', () => {
    const root = parse(`${'>'.repeat(40)} deep`);
    expect([root.querySelectorAll('blockquote').length, words(root)]).toEqual([12, `${'>'.repeat(28)} deep`]);
    expect(parse(`${'- '.repeat(40)}deep`).querySelectorAll('ul')).toHaveLength(12);
  });

  test('emphasis that would be looked for through the whole of a long text stays text', () => {
    const source = `${'*a'.repeat(2400)}${'a*'.repeat(2400)}`;
    const root = parse(source);
    expect([root.querySelector('em'), words(root)]).toEqual([null, source]);
  });

  test('a quote that goes on without its mark at long lines becomes text', () => {
    const line = `> - a\n${'b'.repeat(200)}\n`;
    const root = parse(line.repeat(199));
    expect([root.querySelector('blockquote'), words(root).match(/b/g)?.length]).toEqual([null, 199 * 200]);
  });

  test('thousands of lines without an empty one are read in parts', () => {
    const root = parse('> - a\nb\n'.repeat(2000));
    expect(root.querySelectorAll('blockquote').length).toBeGreaterThanOrEqual(10);
    expect(words(root).match(/b/g)).toHaveLength(2000);
  });

  test('bounds leave a long ordinary answer alone', () => {
    const source = 'The *quick* brown **fox**, `jumps` over [it](https://example.org).\n\n> - a *quote*\n\n'.repeat(
      1000,
    );
    expect(parse(source).querySelectorAll('em')).toHaveLength(2000);
  });

  test('a block that cannot be rendered is shown as it was written, and the others as Markdown', () => {
    const highlighter = {
      highlight: (): string => {
        throw new RangeError('Maximum call stack size exceeded');
      },
    };
    const root = parse('*before*\n\n> ```js\n> <b>1</b>\n> ```\n\n*after*', { highlighter });
    expect([...root.children].map(({ innerHTML }) => innerHTML)).toEqual([
      '<em>before</em>',
      '&gt; ```js\n&gt; &lt;b&gt;1&lt;/b&gt;\n&gt; ```',
      '<em>after</em>',
    ]);
  });
});

describe('formulas', () => {
  const formulas = (source: string, options: Partial<MarkdownOptions> = {}) =>
    [...parse(source, options).querySelectorAll('.math')].map(
      (element) => `${element.classList.contains('math-display') ? 'display' : 'inline'} ${element.textContent}`,
    );

  test.each([
    ['Euler: $e^{i\\pi} + 1 = 0$.', ['inline $e^{i\\pi} + 1 = 0$']],
    [
      '$a_1$ ja $b_2$, $x$-akseli, $x$:n arvo, the $n$th term',
      ['inline $a_1$', 'inline $b_2$', 'inline $x$', 'inline $x$', 'inline $n$'],
    ],
    ['\\(a*b*c\\) and \\[x\\]', ['inline \\(a*b*c\\)', 'display \\[x\\]']],
    ['in words $$x^2$$ so', ['display $$x^2$$']],
    ['$$\nx = 1\n\ny = 2\n$$', ['display $$\nx = 1\n\ny = 2\n$$']],
    ['before\n\\[\n\\int_0^1 x\\,dx\n\\]\nafter', ['display \\[\n\\int_0^1 x\\,dx\n\\]']],
    ['- item\n\n  $$\n  x\n  $$', ['display $$\nx\n$$']],
    ['| a |\n|---|\n| $x$ |', ['inline $x$']],
    ['\\$5$ is $\\$5$', ['inline $\\$5$']],
  ])('%j has %j', (source, expected) => {
    expect(formulas(source)).toEqual(expected);
  });

  test.each([
    '$5 and $10',
    'It costs $5, or $6.50 with milk.',
    'US$5/US$6',
    '$HOME/$USER and $PATH',
    '$5 for coffee, 6 in all$',
    'from $ 5 to 6 $',
    '`$x$`',
    '```\n$x$\n```',
    '\\$x\\$',
    '$$$',
    '$$',
    '\\(\\)',
    '$x\n\ny$',
  ])('%j has none', (source) => {
    expect(formulas(source)).toEqual([]);
  });

  test('one that is still being written is shown as it is, and nothing in it is taken for Markdown', () => {
    expect(formulas('so\n\n$$\na_1 * b_2 * c_', { streaming: true })).toEqual(['display $$\na_1 * b_2 * c_']);
    expect(formulas('so\n\n$$\na_1 * b_2 * c_')).toEqual([]);
  });
});

describe('footnotes', () => {
  const SOURCE = 'One[^b] two[^a] again[^b] none[^x].\n\n[^a]: About *a*.\n[^b]: About b.\n\n    And more.\n\nEnd.';

  test('are numbered by their first use and stand at the end', () => {
    const root = parse(SOURCE);
    const refs = [...root.querySelectorAll<HTMLButtonElement>('.note-ref')].map(({ value, ariaLabel }) => [
      value,
      ariaLabel,
    ]);
    expect(refs).toEqual([
      ['1', 'Footnote 1'],
      ['2', 'Footnote 2'],
      ['1', 'Footnote 1'],
    ]);
    const notes = [...root.querySelectorAll<HTMLLIElement>('.notes li')].map(({ value, textContent }) => [
      value,
      textContent.replace(/\s+/g, ' '),
    ]);
    expect(notes).toEqual([
      [1, 'About b. And more. ↩'],
      [2, 'About a. ↩'],
    ]);
    expect(root.querySelector('p')?.textContent).toContain('none[^x].');
    expect(root.lastElementChild?.className).toBe('notes');
  });

  test('a definition that nothing refers to is shown as it was written', () => {
    expect(parse('Text.\n\n[^z]: Alone.').textContent).toContain('[^z]: Alone.');
  });

  test('have their numbers while the text still streams, before they are defined', () => {
    const message = new MarkdownDocument();
    const refs = () => [
      ...elementOf(message.render(SOURCE.slice(0, 24), { ...OPTIONS, streaming: true })).querySelectorAll('.note-ref'),
    ];
    expect(refs()).toHaveLength(2);
    const end = elementOf(message.render(SOURCE, OPTIONS));
    expect(end.innerHTML).toBe(parse(SOURCE).innerHTML);
  });
});

describe('streaming', () => {
  const STREAMING = { ...OPTIONS, streaming: true };

  test('blocks that do not change are the same objects as before', () => {
    const message = new MarkdownDocument();
    const first = message.render('# One\n\nTwo', STREAMING);
    const second = message.render('# One\n\nTwo and\n\nthree', STREAMING);
    expect(second[0]).toBe(first[0]);
    expect(second).toHaveLength(3);
  });

  test('a new note renders no other one again, though each refers to the next', () => {
    const notes = Array.from(
      { length: 600 },
      (_, index) => `[^${index}]: see${index < 599 ? `[^${index + 1}]` : ''}\n`,
    );
    const message = new MarkdownDocument();
    const before = message.render(`Text[^0]\n\n${notes.slice(0, 595).join('')}`, STREAMING);
    const rendered = message.renderedBlocks;
    const after = message.render(`Text[^0]\n\n${notes.join('')}`, STREAMING);
    expect(message.renderedBlocks - rendered).toBeLessThanOrEqual(2);
    expect(after.filter((block, index) => block !== before[index])).toHaveLength(1);
    expect(elementOf(after).innerHTML).toBe(parse(`Text[^0]\n\n${notes.join('')}`).innerHTML);
  });

  test('a note that is defined late moves none of those in other blocks', () => {
    const references = Array.from({ length: 90 }, (_, index) => `a[^${index}]`).join(' ');
    const notes = Array.from({ length: 90 }, (_, index) => `[^${index}]: note ${index}\n`);
    const message = new MarkdownDocument();
    const before = message.render(`${references}\n\n${notes.toSpliced(40, 1).join('')}`, STREAMING);
    const after = message.render(`${references}\n\n${notes.toSpliced(40, 1).join('')}${notes[40]}`, STREAMING);
    expect(after.map((block, index) => block === before[index])).toEqual([true, true, false, true]);
  });

  test('while a long text is read again, its notes stay until the new ones are there', () => {
    const source = 'Text[^a]\n\n[^a]: it\n';
    const message = new MarkdownDocument();
    message.render(source, STREAMING);
    const steps = message.steps(`New.\n\n${source}`, STREAMING);
    while (!steps.next().done) expect(elementOf(message.ready).querySelectorAll('.notes')).toHaveLength(1);
  });

  test('a long answer renders each block a bounded number of times, however small the pieces', () => {
    const source = Array.from(
      { length: 300 },
      (_, index) => `Paragraph **${index}** with [a](https://example.org).`,
    ).join('\n\n');
    const message = new MarkdownDocument();
    const steps = Math.ceil(source.length / 4);
    for (let step = 1; step <= steps; step += 1) message.render(source.slice(0, step * 4), STREAMING);
    // Once for each step, and once more for each block when it stops being the last.
    expect(message.renderedBlocks).toBeLessThan(steps + 2 * 300);
  });

  test('a list of thousands of items is made anew in its last part only', () => {
    const source = Array.from({ length: 3000 }, (_, index) => `${index + 1}. item ${index}\n`).join('');
    const message = new MarkdownDocument();
    for (let length = 0; length <= source.length; length += 500) message.render(source.slice(0, length), STREAMING);
    const blocks = message.render(source, STREAMING);
    const again = message.render(`${source}3001. last`, STREAMING);
    expect(again.filter((block, index) => block !== blocks[index]).length).toBeLessThanOrEqual(2);
    const root = elementOf(again);
    expect(
      [...root.querySelectorAll('ol')]
        .map(({ start, children }) => [start, children.length])
        .reduce((sum, [start, count]) => {
          expect(start).toBe(sum + 1);
          return sum + (count ?? 0);
        }, 0),
    ).toBe(3001);
  });

  test('whatever the pieces, the finished text is the same as when rendered at once', () => {
    const random = randomOf(7);
    for (let round = 0; round < 60; round += 1) {
      const source = Array.from({ length: 12 }, () => PARTS[Math.floor(random() * PARTS.length)]).join(
        random() < 0.5 ? '\n\n' : '\n',
      );
      const message = new MarkdownDocument();
      let last = '';
      for (let length = 0; length < source.length; length += 1 + Math.floor(random() * 9)) {
        last = elementOf(message.render(source.slice(0, length), STREAMING)).textContent;
      }
      expect(last.length, source).toBeGreaterThan(0);
      expect(htmlOf(message.render(source, OPTIONS)), source).toEqual(
        htmlOf(new MarkdownDocument().render(source, OPTIONS)),
      );
    }
  });

  test('while it streams, a text without late definitions looks as it will when it is finished', () => {
    const random = randomOf(8);
    const parts = PARTS.filter((part) => !part.includes(']:'));
    for (let round = 0; round < 60; round += 1) {
      const source = `${Array.from({ length: 10 }, () => parts[Math.floor(random() * parts.length)]).join('\n\n')}\n\nThe end.`;
      const message = new MarkdownDocument();
      for (let length = 0; length < source.length; length += 1 + Math.floor(random() * 9)) {
        message.render(source.slice(0, length), STREAMING);
      }
      expect(elementOf(message.render(source, STREAMING)).innerHTML, source).toBe(parse(source).innerHTML);
    }
  });

  test('a fence that is not closed yet is already code', () => {
    const blocks = new MarkdownDocument().render('So:\n\n```py x\nprint(1)', STREAMING);
    expect(blocks.at(-1)).toMatchObject({ kind: 'code', language: 'py', text: 'print(1)', open: true });
  });

  test('a fence is closed by one of its own kind and length, and what follows is Markdown', () => {
    const source = '````md\n```js\nlet a;\n```\n~~~\n````\n\n*after*\n\n~~~\ntilde\n~~~\n\nend\n\nof it';
    const message = new MarkdownDocument();
    for (let length = 0; length <= source.length; length += 1) message.render(source.slice(0, length), STREAMING);
    expect(message.render(source, STREAMING)).toEqual(message.render(source, OPTIONS));
  });
});

/** Markdown of every kind, in whole blocks. */
const PARTS = [
  '# Title',
  'Some *words* of `code` and [a link](https://example.org).',
  '- a\n- b\n  - c',
  '1. one\n2. two\n\n   more of two',
  '```js\nlet a = 1;\n```',
  '~~~\nplain\n\nwith a gap\n~~~',
  '| a | b |\n|---|--:|\n| 1 | 2 |',
  '> quote\nlazy line',
  '---',
  '    indented code',
  '$$\nx^2\n$$',
  'Inline $x_1$ and \\(y\\).',
  'A note[^n].\n\n[^n]: What it says.',
  '[x]: https://example.org/x\n\n[x] is defined',
  'Setext\n======',
  '- [ ] open\n- [x] done',
  '<b>raw</b>',
];
