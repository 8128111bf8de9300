import { describe, expect, test } from 'vitest';
import { MarkdownDocument } from '../../../src-renderer/markdown/render-markdown.ts';
import '../../../src-renderer/markdown/markdown.css';

const LABELS = {
  copy: 'Copy',
  copyCode: 'Copy code',
  plainCode: 'text',
  footnotes: 'Footnotes',
  footnote: String,
  backToText: String,
};

function parse(source: string): HTMLElement {
  const blocks = new MarkdownDocument().render(source, { labels: LABELS, highlighter: null, streaming: false });
  const root = document.createElement('div');
  root.innerHTML = blocks.map((block) => (block.kind === 'html' ? block.html : '')).join('');
  return root;
}

const texts = (root: Element, selector: string) =>
  [...root.querySelectorAll(selector)].map(({ textContent }) => textContent);

test.each([
  ['Mannerheimintie 1\n00100 Helsinki\nFinland', 2],
  ['- yksi\n  kaksi', 1],
  ['> rivi\n> toinen', 1],
  ['a<br>b<br/>c<BR />d', 3],
  ['| a |\n|---|\n| x<br>y |', 1],
  ['one\n\ntwo', 0],
])('%j has %j line ends', (source, count) => {
  expect(parse(source).querySelectorAll('br')).toHaveLength(count);
});

describe('a tilde', () => {
  test.each(['10~15 and 20~25', '~20 to ~30 and H~2~O', 'a ~b~ c', '~/x and ~/y'])('%j strikes nothing', (source) => {
    const root = parse(source);
    expect([root.querySelector('del'), root.textContent.trim()]).toEqual([null, source]);
  });

  test('that is doubled does', () => {
    expect(texts(parse('~~old~~ new ~5~'), 'del')).toEqual(['old']);
  });
});

describe('tags', () => {
  test.each([
    ['H<sub>2</sub>O', 'sub', ['2']],
    ['x<sup>*n*</sup>', 'sup', ['n']],
    ['<kbd>Ctrl</kbd>+<kbd>C</kbd>', 'kbd', ['Ctrl', 'C']],
    ['a <mark>b</mark> <u>c</u>', 'mark, u', ['b', 'c']],
    ['| a |\n|---|\n| H<sub>2</sub>O |', 'td sub', ['2']],
    ['<details><summary>More *here*</summary>\n\n- a\n\n```js\n1\n```\n</details>', 'details > summary', ['More here']],
    ['<details open>\n<summary>A</summary>\nB\n</details>\nC', 'details', ['AB']],
    ['- x\n\n  <details><summary>A</summary>\n\n  B\n\n  </details>', 'li details > summary', ['A']],
  ])('%j has %j', (source, selector, expected) => {
    expect(texts(parse(source), selector).map((text) => text.replace(/\s+/g, ''))).toEqual(
      expected.map((text) => text.replace(/\s+/g, '')),
    );
  });

  test.each([
    '<sub>never closed',
    '</sub> alone',
    '<sub class="x">a</sub>',
    '<kbd onclick="x">a</kbd>',
    '<details> never closed',
    '<custom-tag>x</custom-tag>',
    'List<String> a = new ArrayList<>(); if (a < b && c > d)',
    '<script>alert(1)</script>',
    '<b>bold</b>',
  ])('%j is text', (source) => {
    const root = parse(source);
    expect(root.querySelector('sub, kbd, details, script, b, custom-tag')).toBeNull();
    expect(root.textContent.trim()).toBe(source);
  });

  test('in code are code', () => {
    expect(texts(parse('`<br>` and `<sub>2</sub>`'), 'code')).toEqual(['<br>', '<sub>2</sub>']);
  });
});

describe('emphasis', () => {
  test.each([
    ['这是**“重点”**内容，**注意：**正文。含**「重点」**内容', ['“重点”', '注意：', '「重点」']],
    ['**日本語の文章（括弧付き）。**この文が続きます。', ['日本語の文章（括弧付き）。']],
    ['이것은 **"중요"**합니다', ['"중요"']],
    ['**Huom.**Teksti jatkuu. **"Poro 2"**n malli. **Poro-**mallit', ['Huom.', '"Poro 2"', 'Poro-']],
    ['plain **bold** and *em*, (**both**).', ['bold', 'em', 'both']],
    ['a*b*c and **x**y', ['b', 'x']],
  ])('%j emphasizes %j', (source, expected) => {
    expect(texts(parse(source), 'strong, em')).toEqual(expected);
  });

  test.each(['2*(3+4)*5', 'f(x)*g(y)*h(z)', 'snake_case_name and my__dunder__name', '2**(3)**4', '5 * 3 * 2'])(
    '%j has none',
    (source) => {
      const root = parse(source);
      expect([texts(root, 'strong, em'), root.textContent.trim()]).toEqual([[], source]);
    },
  );
});

test('each paragraph goes in its own direction, and code from left to right', () => {
  const root = parse('مرحبا `npm start`\n\n- عنصر\n- item\n\n> ```js\n> const a = 1; // تعليق\n> ```');
  root.className = 'markdown';
  document.body.append(root);
  const of = (selector: string) => {
    const found = root.querySelector(selector);
    return found ? getComputedStyle(found) : null;
  };
  expect([of('p')?.unicodeBidi, of('li')?.unicodeBidi, of('p code')?.unicodeBidi]).toEqual([
    'plaintext',
    'plaintext',
    'isolate',
  ]);
  expect([of('.code-block')?.direction, of('.code-block pre')?.textAlign]).toEqual(['ltr', 'left']);
  root.remove();
});
