import type { Style } from '../text/blocks.ts';

/** The state of one group; a group within begins with a copy. */
export interface RtfGroup {
  /** Where its text goes. */
  destination: 'text' | 'silent' | 'fonts' | 'styles' | 'field' | 'label' | 'edge';
  /** What ends with this very group. */
  own: 'field' | 'label' | 'note' | 'edge' | null;
  isFirst: boolean;
  /** Begins with `\*`: programs that do not know its word pass it. */
  isStarred: boolean;
  /** Text that goes elsewhere than into the document. */
  collected: string;
  /** Where the group's words begin among those of its paragraph. */
  from: number;
  style: Style;
  hidden: boolean;
  isHiddenCounted: boolean;
  deleted: boolean;
  isDeletedCounted: boolean;
  font: number;
  styleNumber: number;
  /** How many characters follow each `\u`. */
  skip: number;
  heading: number | null;
  list: number | null;
  level: number;
  label: string;
  isInTable: boolean;
  /** Of a field that is a link. */
  address: string;
}

export function beginning(): RtfGroup {
  return {
    destination: 'text',
    own: null,
    isFirst: false,
    isStarred: false,
    collected: '',
    from: 0,
    style: {},
    hidden: false,
    isHiddenCounted: false,
    deleted: false,
    isDeletedCounted: false,
    font: 0,
    styleNumber: 0,
    skip: 1,
    heading: null,
    list: null,
    level: 0,
    label: '',
    isInTable: false,
    address: '',
  };
}

/** Groups whose text is the document's: boxes, and formulas, of which the letters are kept. */
export const PASSED_GROUPS = new Set(['shppict', 'shptxt', 'shp', 'shpinst', 'mmath', 'moMath', 'moMathPara']);

/** Groups without text of the document, besides those that begin with `\*`. */
export const SILENT_GROUPS = new Set([
  'colortbl',
  'info',
  'filetbl',
  'listtable',
  'listoverridetable',
  'revtbl',
  'rsidtbl',
  'generator',
  'themedata',
  'colorschememapping',
  'datastore',
  'latentstyles',
  'xmlnstbl',
  'bkmkstart',
  'bkmkend',
  'atnid',
  'atnauthor',
  'atndate',
  'sp',
  'xe',
  'tc',
  'mmathPict',
  'ftnsep',
  'ftnsepc',
  'aftnsep',
  'aftnsepc',
]);

/** Words that stand for characters. */
export const SIGNS: Readonly<Record<string, string>> = {
  '~': '\u00A0',
  _: '\u2011',
  '-': '\u00AD',
  tab: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  emspace: '\u2003',
  enspace: '\u2002',
};
