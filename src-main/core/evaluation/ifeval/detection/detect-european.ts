import { detectLanguage } from './detect-language.ts';
import type { LanguageProfiles } from './language-profiles.ts';

/** The languages whose label the Finnish harness can translate into a code of two letters. */
const EUROPEAN = new Set('bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv'.split(' '));

/** The language of a text among those of the European Union; null for any other, and where nothing tells. */
export function detectEuropean(text: string, profiles: LanguageProfiles): string | null {
  const found = detectLanguage(text, profiles);
  return found !== null && EUROPEAN.has(found) ? found : null;
}
