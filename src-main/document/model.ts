/**
 * A conversation, or a part of one, as a document: what the writers of Word, OpenDocument and HTML files have in
 * common. It is read from Markdown once (read/read-markdown.ts), with the page's own rules.
 */
import type { MathElement } from './read/parse-mathml.ts';

export type InlineStyle = 'strong' | 'emphasis' | 'deleted' | 'code' | 'sub' | 'sup' | 'kbd' | 'mark' | 'u';

/** Null where KaTeX refuses the source; the source is then shown as it was written. */
export interface Formula {
  /** With its delimiters. */
  readonly text: string;
  readonly display: boolean;
  readonly math: MathElement | null;
}

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'styled'; readonly style: InlineStyle; readonly inlines: readonly Inline[] }
  /** `https:` only, as in the page. */
  | { readonly kind: 'link'; readonly href: string; readonly inlines: readonly Inline[] }
  | { readonly kind: 'formula'; readonly formula: Formula }
  /** Refers to the section's note of this number. */
  | { readonly kind: 'note'; readonly number: number }
  | { readonly kind: 'break' };

export type Alignment = 'left' | 'center' | 'right' | null;

export type Block =
  /** `level` is from 1, below the section's own heading. */
  | { readonly kind: 'heading'; readonly level: number; readonly inlines: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  /** `label` is the language, or the name of a file. */
  | { readonly kind: 'code'; readonly label: string; readonly isFile: boolean; readonly text: string }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | List
  | Table
  | { readonly kind: 'formula'; readonly formula: Formula }
  | { readonly kind: 'details'; readonly summary: readonly Inline[]; readonly blocks: readonly Block[] }
  | { readonly kind: 'rule' };

export interface List {
  readonly kind: 'list';
  /** The number of the first item; null for bullets. */
  readonly start: number | null;
  readonly items: readonly (readonly Block[])[];
}

export interface Table {
  readonly kind: 'table';
  readonly align: readonly Alignment[];
  readonly header: readonly (readonly Inline[])[];
  readonly rows: readonly (readonly (readonly Inline[])[])[];
}

export interface Note {
  /** From 1 in each section. */
  readonly number: number;
  readonly blocks: readonly Block[];
}

/** One message. */
export interface Section {
  /** Who says it and when; null where the part is one answer. */
  readonly heading: { readonly speaker: string; readonly time: string } | null;
  readonly blocks: readonly Block[];
  readonly notes: readonly Note[];
}

/** One conversation, or one answer. */
export interface Part {
  readonly title: string;
  /** When it was begun, the model, tags. */
  readonly facts: string;
  readonly sections: readonly Section[];
}

export interface Document {
  /** For the file's own record; a part has its title in the text. */
  readonly title: string;
  readonly language: 'fi' | 'en';
  readonly createdMs: number;
  readonly parts: readonly Part[];
}
