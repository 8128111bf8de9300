import type { RtfGroup } from './rtf-groups.ts';

/** What `\\pard` sets back. */
const PLAIN_PARAGRAPH = { heading: null, list: null, level: 0, isInTable: false, styleNumber: 0 };

/** Sets what a control word says of the text that follows in its group. @returns false for other words */
export function setProperty(group: RtfGroup, word: string, value: number | null): boolean {
  const isOn = value !== 0;
  switch (word) {
    case 'uc':
      group.skip = Math.min(10, Math.max(0, value ?? 1));
      return true;
    case 'f':
      group.font = value ?? 0;
      return true;
    case 'b':
      group.style = { ...group.style, bold: isOn };
      return true;
    case 'i':
      group.style = { ...group.style, italic: isOn };
      return true;
    case 'strike':
    case 'striked':
      group.style = { ...group.style, struck: isOn };
      return true;
    case 'super':
    case 'sub':
      group.style = { ...group.style, place: isOn ? word : undefined };
      return true;
    case 'nosupersub':
      group.style = { ...group.style, place: undefined };
      return true;
    case 'v':
      group.hidden = isOn;
      return true;
    case 'deleted':
      group.deleted = isOn;
      return true;
    case 'plain':
      group.style = {};
      group.hidden = group.deleted = false;
      return true;
    case 'pard':
      Object.assign(group, PLAIN_PARAGRAPH);
      return true;
    case 'ls':
      group.list = value;
      return true;
    case 'ilvl':
      group.level = value ?? 0;
      return true;
    case 'intbl':
      group.isInTable = true;
      return true;
    default:
      return false;
  }
}
