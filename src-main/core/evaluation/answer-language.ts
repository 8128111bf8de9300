import { UNSURE } from '../language-detection/judge-language.ts';
import { LanguageDetector } from '../language-detection/language-detector.ts';

/** No language is in an empty answer. */
const NONE = 'und';

/** Says in which language an answer is, where the rules of a benchmark depend on it. */
export class AnswerLanguage {
  readonly #wanted: string;
  readonly #detector: LanguageDetector | null;

  /**
   * @param wanted - English answers are not looked at, as in LumiOpen's programs
   * @param entry - `worker.ts` of the language detection, as source or built
   */
  constructor(wanted: 'en' | 'fi', entry: string) {
    this.#wanted = wanted;
    this.#detector = wanted === 'en' ? null : new LanguageDetector(entry);
  }

  /** The other language (ISO 639-1) that an answer is in; null for the wanted one, and where the text does not tell. */
  async otherOf(answer: string): Promise<string | null> {
    if (!this.#detector) return null;
    if (answer.trim() === '') return NONE;
    const found = await this.#detector.detect(answer);
    return found === this.#wanted || found === UNSURE ? null : found;
  }

  async close(): Promise<void> {
    await this.#detector?.dispose();
  }
}
