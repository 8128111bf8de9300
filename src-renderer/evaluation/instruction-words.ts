import type { Catalogue } from '../language/en.ts';
import type { Formats } from '../language/formats.ts';

/** An instruction of IFEval as a data file gives it. */
export interface AskedInstruction {
  readonly id: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

export interface InstructionVerdict {
  readonly strict: boolean;
  readonly loose: boolean;
  /** What the rule found in the answer as it is. */
  readonly found?: number | string | undefined;
}

type Words = Catalogue['instructions'];
type Kind = keyof Words['asked'];
type Thing = keyof Words['things'];
type Relation = keyof Words['relations'];

/** The kinds that count something: what, by which argument, and in which relation unless an argument says so. */
const COUNTS: Partial<Record<Kind, { thing: Thing; bound: string; relation: Relation | { argument: string } }>> = {
  'keywords:frequency': { thing: 'times', bound: 'frequency', relation: { argument: 'relation' } },
  'keywords:letter_frequency': { thing: 'times', bound: 'let_frequency', relation: { argument: 'let_relation' } },
  'length_constraints:number_sentences': {
    thing: 'sentences',
    bound: 'num_sentences',
    relation: { argument: 'relation' },
  },
  'length_constraints:number_paragraphs': { thing: 'paragraphs', bound: 'num_paragraphs', relation: 'exactly' },
  'length_constraints:number_words': { thing: 'words', bound: 'num_words', relation: { argument: 'relation' } },
  'length_constraints:nth_paragraph_first_word': { thing: 'paragraphs', bound: 'num_paragraphs', relation: 'exactly' },
  'detectable_content:number_placeholders': { thing: 'placeholders', bound: 'num_placeholders', relation: 'at least' },
  'detectable_format:number_bullet_lists': { thing: 'bullets', bound: 'num_bullets', relation: 'exactly' },
  'detectable_format:number_highlighted_sections': {
    thing: 'highlights',
    bound: 'num_highlights',
    relation: 'at least',
  },
  'detectable_format:multiple_sections': { thing: 'sections', bound: 'num_sections', relation: 'at least' },
  'combination:two_responses': { thing: 'answers', bound: '', relation: 'exactly' },
  'change_case:capital_word_frequency': {
    thing: 'capitals',
    bound: 'capital_frequency',
    relation: { argument: 'capital_relation' },
  },
  'punctuation:no_comma': { thing: 'commas', bound: '', relation: 'exactly' },
};

const OPTIONS = {
  en: ['My answer is yes.', 'My answer is no.', 'My answer is maybe.'],
  fi: ['Vastaukseni on kyllä.', 'Vastaukseni on ei.', 'Vastaukseni on ehkä.'],
};
/** What the rules say where they find no language. */
const NO_LANGUAGE = '–';

/** What instructions ask and why answers follow them or not, in the words of one language. */
export class InstructionWords {
  readonly #t: Catalogue;
  readonly #formats: Formats;
  readonly #every: Intl.ListFormat;
  readonly #any: Intl.ListFormat;

  constructor(t: Catalogue, formats: Formats, locale: string) {
    this.#t = t;
    this.#formats = formats;
    this.#every = new Intl.ListFormat(locale, { type: 'conjunction' });
    this.#any = new Intl.ListFormat(locale, { type: 'disjunction' });
  }

  /** @param language - of the data set: its rules know other options of a constrained response */
  asked({ id, kwargs }: AskedInstruction, language: 'en' | 'fi'): string {
    if (!this.#isKind(id)) return id;
    const asked = this.#t.instructions.asked;
    const quoted = (name: string): string => this.#t.instructions.quoted(textOf(kwargs[name]));
    switch (id) {
      case 'keywords:existence':
        return asked[id](this.#words(kwargs['keywords'], this.#every));
      case 'keywords:forbidden_words':
        return asked[id](this.#words(kwargs['forbidden_words'], this.#any));
      case 'keywords:frequency':
        return asked[id](quoted('keyword'), this.#amount(id, kwargs));
      case 'keywords:letter_frequency':
        return asked[id](quoted('letter'), this.#amount(id, kwargs));
      case 'language:response_language':
        return asked[id](this.#languageName(textOf(kwargs['language'])));
      case 'length_constraints:nth_paragraph_first_word':
        return asked[id](this.#amount(id, kwargs), this.#bound(kwargs['nth_paragraph']), quoted('first_word'));
      case 'detectable_content:postscript':
        return asked[id](quoted('postscript_marker'));
      case 'detectable_format:constrained_response':
        return asked[id](this.#words(OPTIONS[language], this.#any));
      case 'detectable_format:multiple_sections':
        return asked[id](this.#amount(id, kwargs), quoted('section_spliter'));
      case 'combination:repeat_prompt':
        return asked[id](quoted('prompt_to_repeat'));
      case 'startend:end_checker':
        return asked[id](quoted('end_phrase'));
      case 'detectable_format:json_format':
      case 'detectable_format:title':
      case 'combination:two_responses':
      case 'change_case:english_capital':
      case 'change_case:english_lowercase':
      case 'punctuation:no_comma':
      case 'startend:quotation':
        return asked[id]();
      default:
        return asked[id](this.#amount(id, kwargs));
    }
  }

  /** Empty where there is nothing to add to the verdict. */
  why({ id }: Pick<AskedInstruction, 'id'>, verdict: InstructionVerdict, answer: string): string {
    const found = this.#t.instructions.found;
    if (/^\s*$/.test(answer)) return found.blank;
    const reason = this.#isKind(id) ? this.#found(id, verdict) : '';
    return !verdict.strict && verdict.loose ? `${reason} ${found.loosely}`.trim() : reason;
  }

  verdict({ strict, loose }: InstructionVerdict): string {
    const verdicts = this.#t.instructions.verdicts;
    return strict ? verdicts.strict : loose ? verdicts.loose : verdicts.none;
  }

  #found(id: Kind, { strict, found }: InstructionVerdict): string {
    const words = this.#t.instructions.found;
    const text = found === undefined ? '' : String(found);
    switch (id) {
      case 'keywords:existence':
        return found === undefined ? words.all : words.missing(this.#t.instructions.quoted(text));
      case 'keywords:forbidden_words':
        return found === undefined ? words.none : words.forbidden(this.#t.instructions.quoted(text));
      case 'language:response_language':
        return this.#language(text);
      case 'change_case:english_capital':
        return found === undefined ? words.notCapital : this.#language(text);
      case 'change_case:english_lowercase':
        return found === undefined ? words.notLower : this.#language(text);
      case 'detectable_format:title':
        return found === undefined ? words.noTitle : words.title(text);
      case 'combination:two_responses':
        return !strict && found === 2 ? words.sameAnswers : this.#counted(id, found);
      case 'length_constraints:number_paragraphs':
        return typeof found === 'string' ? words.emptyParagraph : this.#counted(id, found);
      case 'length_constraints:nth_paragraph_first_word':
        return typeof found === 'string'
          ? words.firstWord(this.#t.instructions.quoted(text))
          : this.#counted(id, found);
      default:
        if (COUNTS[id]) return this.#counted(id, found);
        return strict ? '' : this.#failure(id);
    }
  }

  #failure(id: Kind): string {
    const found = this.#t.instructions.found;
    const failures: Partial<Record<Kind, string>> = {
      'detectable_format:constrained_response': found.none,
      'detectable_format:json_format': found.notJson,
      'detectable_content:postscript': found.noPostscript,
      'combination:repeat_prompt': found.otherStart,
      'startend:end_checker': found.otherEnd,
      'startend:quotation': found.noQuotes,
    };
    return failures[id] ?? '';
  }

  #counted(id: Kind, found: number | string | undefined): string {
    const thing = COUNTS[id]?.thing;
    if (thing === undefined || typeof found !== 'number') return '';
    return this.#t.instructions.found.amount(this.#t.instructions.things[thing](found));
  }

  #amount(id: Kind, kwargs: AskedInstruction['kwargs']): string {
    const count = COUNTS[id];
    if (!count) return '';
    const bound = kwargs[count.bound];
    if (typeof bound !== 'number') return this.#t.instructions.drawn;
    const named = typeof count.relation === 'string' ? count.relation : kwargs[count.relation.argument];
    const relation = named === 'less than' || named === 'exactly' ? named : 'at least';
    return this.#t.instructions.relations[relation](this.#t.instructions.things[count.thing](bound));
  }

  #bound(value: unknown): string {
    return typeof value === 'number' ? this.#formats.number(value) : this.#formats.number(1);
  }

  #words(values: unknown, list: Intl.ListFormat): string {
    const texts = Array.isArray(values) ? values.map(textOf) : [];
    return list.format(texts.map((text) => this.#t.instructions.quoted(text)));
  }

  #language(code: string): string {
    const found = this.#t.instructions.found;
    return code === NO_LANGUAGE || code === '' ? found.noLanguage : found.language(this.#languageName(code));
  }

  /** A data file may have a code that is none. */
  #languageName(code: string): string {
    try {
      return this.#formats.languageName(code);
    } catch {
      return code;
    }
  }

  #isKind(id: string): id is Kind {
    return Object.hasOwn(this.#t.instructions.asked, id);
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : (JSON.stringify(value) ?? '');
}
