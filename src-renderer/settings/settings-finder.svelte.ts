import { createContext } from 'svelte';
import { catalogues } from '../language/catalogues.ts';
import type { Catalogue } from '../language/en.ts';

/** The words that find a setting, in one language. */
export type WordsOf = (catalogue: Catalogue) => readonly string[];

/** The search in the settings: the query, and how many settings it shows. Searches both languages. */
export class SettingsFinder {
  query = $state('');
  /** How many settings are shown. */
  shown = $state(0);
  readonly finding = $derived(this.query.trim() !== '');

  finds(wordsOf: WordsOf): boolean {
    const wanted = fold(this.query.trim()).split(/\s+/);
    const text = fold(
      Object.values(catalogues)
        .flatMap((catalogue) => wordsOf(catalogue))
        .join('\n'),
    );
    return wanted.every((word) => text.includes(word));
  }
}

/** Every plain text in a part of the catalogue. */
export function sentencesOf(branch: object): string[] {
  return Object.values(branch).flatMap((value: unknown) => {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? sentencesOf(value) : [];
  });
}

export const [useFinder, provideFinder] = createContext<SettingsFinder>();

function fold(text: string): string {
  return text.toLowerCase();
}
