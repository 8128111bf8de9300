import { ControlTexts } from './prompt/control-texts.ts';
import type { TextPlace } from './prompt/prompt-tokens.ts';

/** Noncharacters of Unicode: one that no token of the vocabulary has is never put together with its neighbours. */
const SENTINELS = ['\uFDEF', '\uFDEE', '\uFDED'];
const USER_DEFINED_TYPE = 4;
const BYTE_TYPE = 6;
const BLANK = '\u2581';

export interface SentencePieceSource {
  readonly tokens: readonly string[];
  /** `tokenizer.ggml.token_type`; may be empty. */
  readonly types: readonly number[];
  /** By llama.cpp: text in which nothing is a control token. */
  tokenize(text: string): readonly number[];
}

/** What the file says of blanks and of pieces that are not taken apart. */
export interface SentencePieceRules {
  /** Whether llama.cpp puts a blank before a text. */
  readonly addsBlank: boolean;
  /** Before which stretches the model's own tokenizer puts one; null where the file does not tell. */
  readonly blankBefore: string | null;
  readonly wholePieces: readonly number[];
}

/**
 * Text and tokens of a SentencePiece vocabulary. llama.cpp puts a blank before every stretch of text that it is given, and
 * takes apart the pieces that the model's makers want whole. Here a stretch gets a blank where the model's own tokenizer
 * puts one, and these pieces are looked for first.
 */
export class SentencePieceText {
  readonly #source: SentencePieceSource;
  readonly #tokens: readonly string[];
  readonly #types: readonly number[];
  /** Whether llama.cpp puts a blank before a text. */
  readonly #isPrefixed: boolean;
  readonly #blankBefore: string;
  readonly #wholeIds: ReadonlyMap<string, number>;
  readonly #wholes: ControlTexts;
  readonly #sentinel: string;

  constructor(source: SentencePieceSource, { addsBlank, blankBefore, wholePieces: wholes }: SentencePieceRules) {
    const { tokens, types } = source;
    this.#source = source;
    this.#tokens = tokens;
    this.#types = types;
    this.#isPrefixed = addsBlank;
    this.#blankBefore = blankBefore ?? (addsBlank ? 'each' : 'never');
    // What llama.cpp takes whole gets a blank behind it there, which only one rule has.
    const added =
      this.#blankBefore === 'each' ? [] : types.flatMap((type, id) => (type === USER_DEFINED_TYPE ? [id] : []));
    this.#wholeIds = new Map([...wholes, ...added].map((id) => [readable(tokens[id] ?? ''), id]));
    this.#wholes = new ControlTexts(this.#wholeIds.keys());
    this.#sentinel = SENTINELS.find((sign) => !tokens.some((token) => token.includes(sign))) ?? '\0';
  }

  tokenize(text: string, place: TextPlace): number[] {
    const rules: Readonly<Record<TextPlace, boolean>> = {
      beginning: this.#blankBefore !== 'never',
      'behind-token': this.#blankBefore === 'each',
      'behind-text': false,
    };
    let isBlankDue = rules[place];
    const ids: number[] = [];
    const push = (more: readonly number[]): void => {
      for (const id of more) ids.push(id);
      isBlankDue = false;
    };
    for (const { part, isControl } of this.#wholes.split(text)) {
      const whole = isControl ? this.#wholeIds.get(part) : undefined;
      if (whole === undefined) push(this.#tokenizePart(part, isBlankDue));
      else push([...(isBlankDue ? this.#tokenizePart('', true) : []), whole]);
    }
    return ids;
  }

  bytesOf(token: number): Uint8Array {
    const piece = this.#tokens[token] ?? '';
    if (this.#types[token] === BYTE_TYPE) return Uint8Array.of(Number.parseInt(piece.slice(3, 5), 16));
    return Buffer.from(readable(piece), 'utf8');
  }

  #tokenizePart(part: string, isBlankDue: boolean): readonly number[] {
    if (isBlankDue && this.#isPrefixed && part !== '') return this.#source.tokenize(part);
    // Behind a sentinel the text begins as it is, with whatever blank llama.cpp puts before that.
    const given = isBlankDue ? ` ${part}` : part;
    const sentinel = this.#source.tokenize(this.#sentinel);
    return this.#source.tokenize(this.#sentinel + given).slice(sentinel.length);
  }
}

function readable(piece: string): string {
  return piece.replaceAll(BLANK, ' ');
}
