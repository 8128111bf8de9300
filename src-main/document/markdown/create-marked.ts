import { Marked } from 'marked';
import type { Tokens } from 'marked';
import { maskClosingMarks } from './cjk-emphasis.ts';
import { footnoteExtensions } from './footnotes.ts';
import type { FootnoteNumbers } from './footnotes.ts';
import { tagExtensions } from './html-tags.ts';
import type { MarkdownLabels } from './markdown-labels.ts';
import { maskFormulas, mathExtensions } from './math-tokens.ts';
import { escapeHtml } from './escape-html.ts';
import { writeLink } from './write-link.ts';

/** The facts about the message that each block needs. */
interface MessageContext {
  readonly headingLevel: () => number;
  readonly labels: () => MarkdownLabels;
  readonly numbers: () => FootnoteNumbers;
  /** Whether another formula of this length may be typeset. */
  readonly mayTypeset: (length: number) => boolean;
  /** Renders code within lists and quotes. */
  readonly writeCode: (token: Tokens.Code) => string;
}

/** Marked with its extensions. Its renderer writes no tag of the source. */
export function createMarked(message: MessageContext): Marked {
  return new Marked({
    gfm: true,
    // Line ends are kept, for poems and addresses.
    breaks: true,
    extensions: [
      ...mathExtensions(message.mayTypeset),
      ...tagExtensions,
      ...footnoteExtensions(() => ({
        numbers: message.numbers(),
        label: (number) => message.labels().footnote(number),
      })),
      {
        name: 'note',
        renderer(token) {
          const number = token['number'] as number;
          const label = message.labels().backToText(number);
          const back = `<button type="button" class="note-back" value="${number}" aria-label="${escapeHtml(label)}">↩</button>`;
          return `<li value="${number}" tabindex="-1">${this.parser.parse(token.tokens ?? [])}${back}</li>`;
        },
      },
    ],
    hooks: { emStrongMask: (source) => maskClosingMarks(maskFormulas(source)) },
    renderer: {
      heading({ depth, tokens }: Tokens.Heading) {
        const level = message.headingLevel();
        return `<h${level} class="depth-${depth}">${this.parser.parseInline(tokens)}</h${level}>`;
      },
      listitem(item: Tokens.ListItem) {
        return `<li${item.task ? ' class="todo"' : ''}>${this.parser.parse(item.tokens)}</li>`;
      },
      html: ({ text }: Tokens.HTML | Tokens.Tag) => escapeHtml(text),
      link({ href, tokens }: Tokens.Link) {
        return writeLink(href, this.parser.parseInline(tokens));
      },
      image: ({ href, text }: Tokens.Image) => writeLink(href, text === '' ? null : escapeHtml(text)),
      code: message.writeCode,
      checkbox: ({ checked }: Tokens.Checkbox) => `<span class="task">${checked ? '☑' : '☐'}</span> `,
      table(token: Tokens.Table) {
        const row = (cells: Tokens.TableCell[]) => `<tr>${cells.map((cell) => this.tablecell(cell)).join('')}</tr>`;
        const body = token.rows.map((cells) => row(cells)).join('');
        return `<div class="table" tabindex="0" role="group"><table><thead>${row(token.header)}</thead><tbody>${body}</tbody></table></div>`;
      },
    },
  });
}
