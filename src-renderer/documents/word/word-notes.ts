import { elementsOf, type Element } from '../container/tree.ts';
import type { Block } from '../text/blocks.ts';

type Kind = 'footnotes' | 'endnotes';

/** Footnotes and endnotes, numbered as they are met. */
export class WordNotes {
  readonly #bodies: Readonly<Record<Kind, ReadonlyMap<string, Element>>>;
  readonly #met: { readonly kind: Kind; readonly id: string }[] = [];

  constructor(footnotes: Element | undefined, endnotes: Element | undefined) {
    this.#bodies = { footnotes: byId(footnotes), endnotes: byId(endnotes) };
  }

  /** The index of a note that the text refers to; null where the file has none of that id. */
  refer(kind: Kind, id: string): number | null {
    if (!this.#bodies[kind].has(id)) return null;
    const known = this.#met.findIndex((one) => one.kind === kind && one.id === id);
    return known >= 0 ? known : this.#met.push({ kind, id }) - 1;
  }

  /** The notes in the order of their numbers; a note may refer to further ones. */
  async write(blocksOf: (element: Element, kind: Kind) => Promise<Block[]>): Promise<Block[][]> {
    const written: Block[][] = [];
    for (let index = 0; index < this.#met.length; index += 1) {
      const { kind, id } = this.#met[index] as { kind: Kind; id: string };
      const body = this.#bodies[kind].get(id);
      written.push(body ? await blocksOf(body, kind) : []);
    }
    return written;
  }
}

/** Besides the lines between text and notes. */
function byId(root: Element | undefined): ReadonlyMap<string, Element> {
  const notes = (root ? elementsOf(root) : []).filter(({ attributes }) => {
    const type = attributes.get('w:type');
    return type === undefined || type === 'normal';
  });
  return new Map(notes.map((note) => [note.attributes.get('w:id') ?? '', note]));
}
