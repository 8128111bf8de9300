import type { LeftOutCounter } from '../left-out.ts';
import { hasText, type Block, type DocumentText, type Inline } from '../text/blocks.ts';
import { nestLists, type FlatItem } from '../text/nest-lists.ts';
import { codePageOf, decodePage } from './rtf-code-page.ts';
import { PASSED_GROUPS, SILENT_GROUPS, SIGNS, beginning, type RtfGroup } from './rtf-groups.ts';
import { setProperty } from './rtf-properties.ts';
import { RtfTables } from './rtf-tables.ts';
import { rtfTokens, type RtfToken } from './rtf-tokens.ts';

/** Text that goes to one place: the body, or a note. */
interface Flow {
  readonly blocks: (Block | FlatItem)[];
  readonly tables: RtfTables;
  inlines: Inline[];
}

/**
 * The text of an RTF file: headings (by outline level or style), lists, tables, footnotes and links. Pictures and
 * embedded objects are passed and counted.
 *
 * @throws Unreadable
 * @see Rich Text Format Specification 1.9.1
 */
export function readRtf(bytes: Uint8Array, leftOut: LeftOutCounter): DocumentText {
  const reader = new RtfReader(leftOut);
  for (const token of rtfTokens(bytes)) reader.take(token);
  return reader.end();
}

class RtfReader {
  readonly #leftOut: LeftOutCounter;
  readonly #groups: RtfGroup[] = [beginning()];
  readonly #flows: Flow[] = [newFlow()];
  readonly #notes: Block[][] = [];
  readonly #fonts = new Map<number, number>();
  /** Outline levels of headings by the numbers of styles. */
  readonly #headings = new Map<number, number>();
  #page = 1252;
  /** Bytes after `\u` that say the same again for old programs. */
  #toPass = 0;

  constructor(leftOut: LeftOutCounter) {
    this.#leftOut = leftOut;
  }

  get #group(): RtfGroup {
    return this.#groups.at(-1) ?? beginning();
  }

  get #flow(): Flow {
    return this.#flows.at(-1) ?? newFlow();
  }

  take(token: RtfToken): void {
    if (token.kind === 'open') {
      this.#toPass = 0;
      this.#groups.push({
        ...this.#group,
        isFirst: true,
        isStarred: false,
        own: null,
        collected: '',
        from: this.#flow.inlines.length,
      });
    } else if (token.kind === 'close') this.#close();
    else if (token.kind === 'bytes') this.#bytes(token.bytes);
    else this.#word(token.word, token.value);
    if (token.kind !== 'open' && !(token.kind === 'word' && token.word === '*')) this.#group.isFirst = false;
  }

  end(): DocumentText {
    this.#paragraph();
    const flow = this.#flow;
    flow.tables.end(flow.blocks);
    return { blocks: nestLists(flow.blocks), notes: this.#notes };
  }

  #bytes(bytes: readonly number[]): void {
    const kept = bytes.slice(this.#toPass);
    this.#toPass = Math.max(0, this.#toPass - bytes.length);
    if (kept.length > 0) this.#say(decodePage(kept, this.#fonts.get(this.#group.font) ?? this.#page));
  }

  #say(text: string): void {
    const group = this.#group;
    if (group.destination === 'text') {
      if (group.hidden) {
        if (text.trim() !== '' && !group.isHiddenCounted) this.#leftOut.add('hidden');
        group.isHiddenCounted = true;
      } else if (group.deleted) {
        if (!group.isDeletedCounted) this.#leftOut.add('deletions');
        group.isDeletedCounted = true;
      } else this.#flow.inlines.push({ kind: 'text', text, style: { ...group.style } });
    } else if (group.destination !== 'silent') group.collected += text;
  }

  #word(word: string, value: number | null): void {
    const group = this.#group;
    if (word === '*') {
      group.isStarred = true;
      return;
    }
    if (group.isFirst && this.#enter(word, group)) return;
    if (Object.hasOwn(SIGNS, word)) return this.#say(SIGNS[word] ?? '');
    if (setProperty(group, word, value)) return;
    switch (word) {
      case 'u':
        this.#say(String.fromCharCode(((value ?? 0) + 65536) % 65536));
        this.#toPass = group.skip;
        return;
      case 'ansicpg':
        this.#page = value ?? 1252;
        return;
      case 'mac':
        this.#page = 10000;
        return;
      case 'fcharset': {
        const page = codePageOf(value ?? 0);
        if (group.destination === 'fonts' && page !== null) this.#fonts.set(group.font, page);
        return;
      }
      case 's':
        group.styleNumber = value ?? 0;
        group.heading = this.#headings.get(group.styleNumber) ?? null;
        return;
      case 'outlinelevel':
        group.heading = value !== null && value < 9 ? value + 1 : null;
        if (group.destination === 'styles' && group.heading !== null)
          this.#headings.set(group.styleNumber, group.heading);
        return;
      case 'line':
        if (group.destination === 'text') this.#flow.inlines.push({ kind: 'break' });
        return;
      case 'par':
      case 'sect':
        if (group.destination === 'text') this.#paragraph();
        return;
      case 'cell':
      case 'nestcell':
        this.#paragraph(true);
        return this.#flow.tables.endCell(word === 'nestcell');
      case 'row':
      case 'nestrow':
        return this.#flow.tables.endRow(word === 'nestrow');
      case 'trowd':
        return this.#flow.tables.beginRow();
      case 'cellx':
      case 'clmgf':
      case 'clmrg':
      case 'clvmgf':
      case 'clvmrg':
        return this.#flow.tables.define(word, value ?? 0);
    }
  }

  /** The first word of a group may give it a place of its own. @returns whether it did */
  #enter(word: string, group: RtfGroup): boolean {
    // What is in a group that is passed is passed with it.
    if (group.destination === 'silent') return true;
    if (word === 'pict' || word === 'object') {
      this.#leftOut.add(word === 'pict' ? 'pictures' : 'objects');
      group.destination = 'silent';
    } else if (word === 'nonshppict') group.destination = 'silent';
    else if (PASSED_GROUPS.has(word)) return true;
    else if (word === 'fonttbl') group.destination = 'fonts';
    else if (word === 'stylesheet') group.destination = 'styles';
    else if (word === 'fldinst') group.destination = 'field';
    else if (word === 'field' || word === 'fldrslt') {
      group.own = word === 'field' ? 'field' : null;
      if (word === 'field') group.address = '';
    } else if (word === 'listtext' || word === 'pntext') {
      group.destination = 'label';
      group.own = 'label';
    } else if (word === 'footnote') {
      group.own = 'note';
      group.destination = 'text';
      group.style = {};
      this.#flows.push(newFlow());
      group.from = 0;
    } else if (/^(?:header|footer)[lrf]?$/.test(word)) {
      group.destination = 'edge';
      group.own = 'edge';
    } else if (word === 'annotation') {
      this.#leftOut.add('comments');
      group.destination = 'silent';
    } else if (SILENT_GROUPS.has(word) || (group.isStarred && word !== 'nesttableprops')) group.destination = 'silent';
    else return false;
    return true;
  }

  #close(): void {
    const group = this.#groups.length > 1 ? (this.#groups.pop() as RtfGroup) : this.#group;
    const outer = this.#group;
    this.#toPass = 0;
    if (group.destination === 'styles' && outer.destination === 'styles') this.#style(group);
    else if (group.destination === 'field' && group.own === null) {
      // The address is known before the words that it is for.
      const field = this.#groups.findLast(({ own }) => own === 'field');
      const address = /HYPERLINK\s+"([^"]+)"/i.exec(group.collected)?.[1];
      if (outer.destination === 'field') outer.collected += group.collected;
      else if (field && address !== undefined) field.address = address;
    } else if (group.own === 'field' && group.address !== '') {
      const { inlines } = this.#flow;
      inlines.push({ kind: 'link', address: group.address, inlines: inlines.splice(group.from) });
    } else if (group.own === 'label') outer.label = group.collected.trim();
    else if (group.own === 'edge' && group.collected.trim() !== '') this.#leftOut.add('headers');
    else if (group.destination === 'edge') outer.collected += group.collected;
    else if (group.own === 'note') {
      this.#paragraph();
      const flow = this.#flows.pop() ?? newFlow();
      flow.tables.end(flow.blocks);
      const note = this.#notes.push(nestLists(flow.blocks)) - 1;
      this.#flow.inlines.push({ kind: 'note', note });
    }
    // A paragraph's properties are those of its end, which may be in a group within.
    if (group.destination === 'text' && outer.destination === 'text' && group.own === null) {
      const { heading, list, level, isInTable, label } = group;
      if (label !== '') Object.assign(outer, { heading, list, level, isInTable, label });
    }
  }

  /** Word and LibreOffice call headings so in every language, or give the outline's level. */
  #style({ collected, styleNumber, heading }: RtfGroup): void {
    const [, level] = /^(?:heading|otsikko) ([1-9])\b/i.exec(collected.trim()) ?? [];
    if (level !== undefined) this.#headings.set(styleNumber, Number(level));
    else if (heading === null && /^title;/i.test(collected.trim())) this.#headings.set(styleNumber, 1);
  }

  #paragraph(isCell = false): void {
    const flow = this.#flow;
    const { heading, list, level, label, isInTable } = this.#group;
    const { inlines } = flow;
    flow.inlines = [];
    const shown = label.replace(/^[–—‣◦·•\uF0B7\uF0A7\u25CF\u25CB\u25AA▪o-]+$/u, '');
    const isItem = label !== '' || list !== null;
    this.#group.label = '';
    if (!hasText(inlines)) return;
    const [, number] = /^(\d+)[.)]?$/.exec(shown) ?? [];
    const block: Block =
      heading === null
        ? { kind: 'paragraph', inlines }
        : { kind: 'heading', level: heading, inlines: labelled(shown, inlines) };
    const flat: Block | FlatItem =
      isItem && heading === null
        ? {
            kind: 'flat-item',
            level,
            list: String(list ?? ''),
            ordered: number !== undefined,
            number: Number(number ?? 1),
            label: number === undefined && shown !== '' ? shown : undefined,
            block,
          }
        : block;
    if (isInTable || isCell) flow.tables.add(flat);
    else {
      flow.tables.end(flow.blocks);
      flow.blocks.push(flat);
    }
  }
}

/** A heading's looks are said by its mark. */
function labelled(label: string, inlines: readonly Inline[]): readonly Inline[] {
  const plain = inlines.map((one) => (one.kind === 'text' ? { ...one, style: { ...one.style, bold: false } } : one));
  return label === '' ? plain : [{ kind: 'text', text: `${label} `, style: {} }, ...plain];
}

function newFlow(): Flow {
  return { blocks: [], tables: new RtfTables(), inlines: [] };
}
