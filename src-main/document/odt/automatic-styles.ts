import { element } from '../xml.ts';

/** Of the levels of a list, and of blocks within blocks. */
export const INDENT_CM = 0.64;
const DEEPEST_LIST = 10;

export interface ParagraphVariant {
  readonly parent: string;
  readonly indentCm: number;
  readonly isMirrored: boolean;
  readonly alignment: 'left' | 'center' | 'right' | null;
}

/** The styles that a text needs besides the named ones: indents, directions, lists, columns. */
export class AutomaticStyles {
  readonly #names = new Map<string, string>();
  readonly #written: string[] = [];

  /** The name of a paragraph's style: the named one itself, where nothing differs from it. */
  paragraph({ parent, indentCm, isMirrored, alignment }: ParagraphVariant): string {
    if (indentCm === 0 && !isMirrored && alignment === null) return parent;
    const align = alignment ?? (isMirrored ? 'right' : undefined);
    const look = element('style:paragraph-properties', {
      [isMirrored ? 'fo:margin-right' : 'fo:margin-left']: indentCm === 0 ? undefined : cm(indentCm),
      // Of a mirrored paragraph, programs disagree about which side is the start.
      'fo:text-align': align,
      'style:writing-mode': isMirrored ? 'rl-tb' : undefined,
    });
    return this.#named('P', parent + look, (name) =>
      element(
        'style:style',
        { 'style:name': name, 'style:family': 'paragraph', 'style:parent-style-name': parent },
        look,
      ),
    );
  }

  list(isNumbered: boolean, indentCm: number): string {
    const levels = Array.from({ length: DEEPEST_LIST }, (_, level) => {
      const place =
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">' +
        `<style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="${cm(indentCm + INDENT_CM * (level + 1))}" ` +
        `fo:text-indent="-${cm(INDENT_CM)}" fo:margin-left="${cm(indentCm + INDENT_CM * (level + 1))}"/></style:list-level-properties>`;
      return isNumbered
        ? `<text:list-level-style-number text:level="${level + 1}" style:num-suffix="." style:num-format="1">${place}</text:list-level-style-number>`
        : `<text:list-level-style-bullet text:level="${level + 1}" text:bullet-char="${'•◦▪'[level % 3]}">${place}</text:list-level-style-bullet>`;
    });
    return this.#named('L', String(isNumbered) + levels.join(''), (name) =>
      element('text:list-style', { 'style:name': name }, levels.join('')),
    );
  }

  table(widthCm: number, indentCm: number): string {
    const look = element('style:table-properties', {
      'style:width': cm(widthCm),
      'fo:margin-left': cm(indentCm),
      'table:align': 'left',
      'table:border-model': 'collapsing',
      'fo:margin-bottom': '0.3cm',
    });
    return this.#named('T', look, (name) =>
      element('style:style', { 'style:name': name, 'style:family': 'table' }, look),
    );
  }

  column(widthCm: number): string {
    const look = element('style:table-column-properties', { 'style:column-width': cm(widthCm) });
    return this.#named('C', look, (name) =>
      element('style:style', { 'style:name': name, 'style:family': 'table-column' }, look),
    );
  }

  write(): string {
    return this.#written.join('');
  }

  #named(prefix: string, key: string, write: (name: string) => string): string {
    const known = this.#names.get(prefix + key);
    if (known !== undefined) return known;
    const name = `${prefix}${this.#names.size + 1}`;
    this.#names.set(prefix + key, name);
    this.#written.push(write(name));
    return name;
  }
}

function cm(length: number): string {
  return `${length.toFixed(2)}cm`;
}
