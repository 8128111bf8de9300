import { ControlTexts } from './prompt/control-texts.ts';
import type { TextPlace } from './prompt/prompt-tokens.ts';

/** Noncharacters of Unicode. llama.cpp never merges one with its neighbours if no token contains it. */
const SENTINELS = ['\uFDEF', '\uFDEE', '\uFDED'];
const USER_DEFINED_TYPE = 4;
const BYTE_TYPE = 6;
const BLANK = '\u2581';

export interface SentencePieceSource {
  readonly tokens: readonly string[];
  /** `tokenizer.ggml.token_type`; may be empty. */
  readonly types: readonly number[];
  /** llama.cpp's tokenizer. It reads nothing in the text as a control token. */
  tokenize(text: string): readonly number[];
}

/** What the model's file says about spaces and about pieces that stay whole. */
export interface SentencePieceRules {
  /** Whether llama.cpp puts a space before a text. */
  readonly addsBlank: boolean;
  /** Before which parts of a text the model's own tokenizer puts one; null if the file does not say. */
  readonly blankBefore: string | null;
  readonly wholePieces: readonly number[];
}

/**
 * Converts between text and tokens of a SentencePiece vocabulary. llama.cpp puts a space before every part of a text, and
 * splits pieces that the model's authors want whole. This class puts a space where the model's own tokenizer puts one, and
 * finds the whole pieces first.
 */
export class SentencePieceText {
  readonly #source: SentencePieceSource;
  readonly #tokens: readonly string[];
  readonly #types: readonly number[];
  /** Whether llama.cpp puts a space before a text. */
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
    // llama.cpp keeps user-defined pieces whole and puts a space after each. Only the rule `each` wants that space; for the
    // other rules the pieces are found here.
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
    // llama.cpp puts its own space before the sentinel, so the text after the sentinel begins unchanged.
    const given = isBlankDue ? ` ${part}` : part;
    const sentinel = this.#source.tokenize(this.#sentinel);
    return this.#source.tokenize(this.#sentinel + given).slice(sentinel.length);
  }
}

function readable(piece: string): string {
  return piece.replaceAll(BLANK, ' ');
}
