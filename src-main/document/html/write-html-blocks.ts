import { formulaSource } from '../markdown/math-tokens.ts';
import type { Block, Formula, Inline, InlineStyle, Note, Section } from '../model.ts';
import { writeMathml } from '../write-mathml.ts';
import { element, escapeXml } from '../xml.ts';

export interface HtmlLook {
  /** Of a message's first heading. */
  readonly headingBase: number;
  /** Makes the names of notes unique within the page. */
  readonly section: number;
  readonly notesLabel: string;
  /** With styles at the elements, for programs that read no style sheet of the clipboard. */
  readonly isInline: boolean;
}

const ELEMENTS: Readonly<Record<InlineStyle, string>> = {
  strong: 'strong',
  emphasis: 'em',
  deleted: 'del',
  code: 'code',
  sub: 'sub',
  sup: 'sup',
  kbd: 'kbd',
  mark: 'mark',
  u: 'u',
};

const MONO = "font-family: Consolas, 'Liberation Mono', monospace";
const INLINE_STYLES: Readonly<Record<string, string>> = {
  code: MONO,
  pre: `${MONO}; background: #f4f4f4; padding: 6pt; white-space: pre-wrap`,
  table: 'border-collapse: collapse',
  th: 'border: 1px solid #bdbdbd; padding: 3pt 6pt; background: #f1f1f1',
  td: 'border: 1px solid #bdbdbd; padding: 3pt 6pt',
  blockquote: 'border-left: 3px solid #b8c4c8; margin-left: 0; padding-left: 9pt',
};

export function writeSection({ blocks, notes }: Pick<Section, 'blocks' | 'notes'>, look: HtmlLook): string {
  const writer = new SectionWriter(look);
  const body = writer.blocks(blocks);
  return body + writer.notes(notes);
}

class SectionWriter {
  readonly #look: HtmlLook;
  /** Notes that were referred to before: only the first reference is the way back. */
  readonly #seen = new Set<number>();

  constructor(look: HtmlLook) {
    this.#look = look;
  }

  blocks(blocks: readonly Block[]): string {
    return blocks.map((block) => this.#block(block)).join('\n');
  }

  notes(notes: readonly Note[]): string {
    if (notes.length === 0) return '';
    const items = notes.map(({ number, blocks }) => {
      const back = this.#look.isInline ? '' : ` <a href="#ref-${this.#name(number)}">↩</a>`;
      return element('li', { id: this.#idOf('note', number), value: number }, this.blocks(blocks) + back);
    });
    return `\n<section class="notes" aria-label="${escapeXml(this.#look.notesLabel)}"><hr/><ol>${items.join('\n')}</ol></section>`;
  }

  #block(block: Block): string {
    switch (block.kind) {
      case 'heading':
        return this.#element(`h${Math.min(6, this.#look.headingBase + block.level)}`, this.#words(block.inlines));
      case 'paragraph':
        return this.#element('p', this.#words(block.inlines));
      case 'formula':
        return `<p class="formula">${this.#formula(block.formula)}</p>`;
      case 'code': {
        const label = block.label === '' ? '' : `<figcaption dir="auto">${escapeXml(block.label)}</figcaption>`;
        const code = this.#element('pre', `<code>${escapeXml(block.text)}</code>`, 'ltr');
        return this.#look.isInline
          ? (label === '' ? '' : `<p><strong>${escapeXml(block.label)}</strong></p>`) + code
          : `<figure class="code">${label}${code}</figure>`;
      }
      case 'quote':
        return this.#element('blockquote', this.blocks(block.blocks));
      case 'list': {
        const items = block.items.map((item) => this.#item(item)).join('\n');
        const start = block.start === null || block.start === 1 ? undefined : block.start;
        return element(block.start === null ? 'ul' : 'ol', { start, dir: 'auto' }, items);
      }
      case 'table': {
        const row = (cells: readonly (readonly Inline[])[], name: 'th' | 'td'): string => {
          const written = cells.map((cell, column) => this.#cell(name, cell, block.align[column] ?? null));
          return `<tr>${written.join('')}</tr>`;
        };
        const body = block.rows.map((cells) => row(cells, 'td')).join('\n');
        const table = this.#element('table', `<thead>${row(block.header, 'th')}</thead><tbody>${body}</tbody>`);
        return this.#look.isInline ? table : `<div class="table">${table}</div>`;
      }
      case 'details':
        return `<details open=""><summary>${this.#words(block.summary)}</summary>${this.blocks(block.blocks)}</details>`;
      case 'rule':
        return '<hr/>';
    }
  }

  #item(blocks: readonly Block[]): string {
    const [first, ...rest] = blocks;
    // One paragraph alone is an item of a tight list.
    const isTight = first?.kind === 'paragraph' && rest.every(({ kind }) => kind === 'list');
    if (!isTight) return `<li dir="auto">${this.blocks(blocks)}</li>`;
    return `<li dir="auto">${this.#words(first.inlines)}${this.blocks(rest)}</li>`;
  }

  #cell(name: 'th' | 'td', words: readonly Inline[], align: string | null): string {
    const style = [this.#look.isInline ? INLINE_STYLES[name] : '', align === null ? '' : `text-align: ${align}`];
    const looks = this.#look.isInline
      ? { style: style.filter((one) => one !== '').join('; ') }
      : { class: align === null ? undefined : `to-${align}` };
    return `<${name}${attributes({ dir: 'auto', ...looks })}>${this.#words(words)}</${name}>`;
  }

  /** With an end tag also where it is empty, as HTML demands. */
  #element(name: string, content: string, dir = 'auto'): string {
    const style = this.#look.isInline ? INLINE_STYLES[name] : undefined;
    return `<${name}${attributes({ dir, style })}>${content}</${name}>`;
  }

  #words(inlines: readonly Inline[]): string {
    return inlines
      .map((inline) => {
        switch (inline.kind) {
          case 'text':
            return escapeXml(inline.text);
          case 'break':
            return '<br/>';
          case 'formula':
            return this.#formula(inline.formula);
          case 'styled': {
            const name = ELEMENTS[inline.style];
            const style = this.#look.isInline ? INLINE_STYLES[name] : undefined;
            return `<${name}${attributes({ style })}>${this.#words(inline.inlines)}</${name}>`;
          }
          case 'link':
            return `<a${attributes({ href: inline.href, rel: 'noreferrer' })}>${this.#words(inline.inlines)}</a>`;
          case 'note':
            return this.#reference(inline.number);
        }
      })
      .join('');
  }

  #reference(number: number): string {
    const id = this.#seen.has(number) ? undefined : this.#idOf('ref', number);
    this.#seen.add(number);
    const words = this.#look.isInline ? String(number) : `<a href="#note-${this.#name(number)}">${number}</a>`;
    return element('sup', { id }, words);
  }

  #formula({ math, text }: Formula): string {
    return math ? writeMathml(math, formulaSource(text)) : element('code', { class: 'source' }, escapeXml(text));
  }

  #idOf(kind: 'note' | 'ref', number: number): string | undefined {
    return this.#look.isInline ? undefined : `${kind}-${this.#name(number)}`;
  }

  #name(number: number): string {
    return `${this.#look.section}-${number}`;
  }
}

function attributes(all: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(all)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => ` ${name}="${escapeXml(value ?? '')}"`)
    .join('');
}
