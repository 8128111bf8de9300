import type { DetectEuropean } from './detection/detect-european.ts';
import { detectLanguage } from './detection/detect-language.ts';
import type { LanguageProfiles } from './detection/language-profiles.ts';
import type { Judge } from './judge.ts';
import type { PunktTables } from './punkt/punkt-tables.ts';
import { splitSentences } from './punkt/split-sentences.ts';

export interface JudgeParts {
  readonly tables: PunktTables;
  readonly profiles: LanguageProfiles;
  /** For the rules of the Finnish harness; null for the English ones. */
  readonly european: DetectEuropean | null;
}

/** What a text has no letters for. */
const NOTHING_FOUND = '–';
/** The instructions of one row ask the same of the same variants. */
const MOST_KEPT = 16;

/** The rules of one language with the tables that they go by. What was found for the latest texts is kept. */
export function createJudge({ tables, profiles, european }: JudgeParts): Judge {
  const detected = keeping((text) => detectLanguage(text, profiles));
  return {
    language: european === null ? 'en' : 'fi',
    sentences: keeping((text) => splitSentences(text, tables)),
    isInLanguage(text, wanted) {
      if (european !== null) {
        const found = european(text);
        return { follows: found === wanted, found: found ?? NOTHING_FOUND };
      }
      const found = detected(text);
      // Where langdetect finds nothing to tell by, the harness takes the instruction for followed.
      return { follows: found === null || found === wanted, found: found ?? NOTHING_FOUND };
    },
    isEnglish(text) {
      const found = detected(text);
      return { follows: found === null || found === 'en', found: found ?? NOTHING_FOUND };
    },
  };
}

function keeping<Value>(find: (text: string) => Value): (text: string) => Value {
  const kept = new Map<string, Value>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const value = find(text);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(text, value);
    return value;
  };
}
