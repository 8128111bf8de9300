import { en } from './en.ts';
import type { Catalogue } from './en.ts';
import { fi } from './fi.ts';

export type LanguageCode = 'fi' | 'en';

/** What each language calls itself; the same in every catalogue. */
export const LANGUAGE_NAMES: Record<LanguageCode, string> = { fi: 'Suomi', en: 'English' };

export const catalogues: Record<LanguageCode, Catalogue> = { fi, en };
