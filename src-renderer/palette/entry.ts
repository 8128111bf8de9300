import type { Component } from 'svelte';
import type { SearchHit } from '#contract/search-calls';

/** One line of the palette. */
export interface Entry {
  readonly key: string;
  readonly label: string;
  readonly icon: Component<{ size?: number | string }>;
  /** Other words that find it. */
  readonly words?: string;
  /** Shown smaller: author and day of a message. */
  readonly note?: string;
  readonly snippet?: SearchHit['snippet'];
  /** Its keys outside of the palette. */
  readonly keys?: string | undefined;
  readonly chosen?: boolean;
  readonly disabled?: boolean;
  /** The palette stays open afterwards. */
  readonly stays?: boolean;
  readonly run: () => void;
}

export interface EntryGroup {
  readonly key: string;
  readonly label: string;
  readonly entries: readonly Entry[];
}

/** Entries that have every word of the query; those that begin with it come first. */
export function matching(entries: readonly Entry[], query: string): readonly Entry[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  const found = entries.filter(({ label, words: others = '' }) => {
    const text = plain(`${label} ${others}`);
    return words.every((word) => text.includes(word));
  });
  const begins = ({ label }: Entry) => plain(label).startsWith(words[0] ?? '');
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry))];
}

function plain(text: string): string {
  return text.trim().toLocaleLowerCase();
}
