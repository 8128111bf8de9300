import { partPath } from '../container/package.ts';
import { descendants, type Element } from '../container/tree.ts';
import type { Block } from '../text/blocks.ts';

interface Note {
  readonly element: Element;
  readonly path: string;
}

/**
 * Footnotes of pages: elements that a reference to a note leads to. They are written once, after the text, and not where
 * they stand. Pages say so by ARIA's roles, books by `epub:type`.
 */
export class PageNotes {
  readonly #byAddress = new Map<string, Note>();
  readonly #elements = new Set<Element>();
  readonly #order: string[] = [];

  /** @param pages - all of the file, since a book may have its notes on a page of their own */
  constructor(pages: readonly { readonly root: Element; readonly path: string }[]) {
    const wanted = new Set<string>();
    const byAddress = new Map<string, Note>();
    for (const { root, path } of pages) {
      for (const element of descendants(root)) {
        const id = element.attributes.get('id');
        const address = `${path}#${id ?? ''}`;
        if (id !== undefined && isBody(element) && !byAddress.has(address)) byAddress.set(address, { element, path });
        const target = element.name === 'a' && isReference(element) ? addressOf(element, path) : undefined;
        if (target !== undefined) wanted.add(target);
      }
    }
    for (const address of wanted) {
      const note = byAddress.get(address);
      if (!note) continue;
      this.#byAddress.set(address, note);
      this.#elements.add(note.element);
    }
  }

  /** The index of the note that a link refers to; null for any other link. */
  refer(link: Element, path: string): number | null {
    const address = isReference(link) ? addressOf(link, path) : undefined;
    if (address === undefined || !this.#byAddress.has(address)) return null;
    const known = this.#order.indexOf(address);
    return known >= 0 ? known : this.#order.push(address) - 1;
  }

  isNote(element: Element): boolean {
    return this.#elements.has(element);
  }

  write(blocksOf: (element: Element, path: string) => Block[]): Block[][] {
    const written: Block[][] = [];
    for (let index = 0; index < this.#order.length; index += 1) {
      const note = this.#byAddress.get(this.#order[index] ?? '');
      written.push(note ? blocksOf(note.element, note.path) : []);
    }
    return written;
  }
}

/** Whether a link leads back from a note to the text. */
export function isBackLink({ attributes }: Element): boolean {
  return attributes.get('role') === 'doc-backlink' || attributes.get('epub:type') === 'backlink';
}

function isReference({ attributes }: Element): boolean {
  return (
    attributes.get('role') === 'doc-noteref' ||
    /\bnoteref\b/.test(attributes.get('epub:type') ?? '') ||
    /\bfootnote-ref\b/.test(attributes.get('class') ?? '')
  );
}

function isBody({ name }: Element): boolean {
  return ['li', 'aside', 'div', 'p', 'section', 'dd', 'td'].includes(name);
}

function addressOf(link: Element, path: string): string | undefined {
  const href = link.attributes.get('href') ?? '';
  const [, file = '', id] = /^([^#:]*)#(.+)$/s.exec(href) ?? [];
  return id === undefined ? undefined : `${file === '' ? path : partPath(path, file)}#${id}`;
}
