import type { LlamaModel } from 'node-llama-cpp';
import { ControlTexts } from '../core/prompt/control-texts.ts';
import type { TextPlace } from '../core/prompt/prompt-tokens.ts';

/** Noncharacters of Unicode: one that no token of the vocabulary has is never put together with its neighbours. */
const SENTINELS = ['\uFDEF', '\uFDEE', '\uFDED'];
const USER_DEFINED_TYPE = 4;
const BYTE_TYPE = 6;
const BLANK = '\u2581';

type Metadata = LlamaModel['fileInfo']['metadata'];

/**
 * Text and tokens of a SentencePiece vocabulary. llama.cpp puts a blank before every stretch of text that it is given, and
 * takes apart the pieces that the model's makers want whole. Here a stretch gets a blank where the model's own tokenizer
 * puts one, and these pieces are looked for first.
 */
export class SentencePieceText {
  readonly #model: LlamaModel;
  readonly #tokens: readonly string[];
  readonly #types: readonly number[];
  /** Whether llama.cpp puts a blank before a text. */
  readonly #isPrefixed: boolean;
  readonly #blankBefore: string;
  readonly #wholeIds: ReadonlyMap<string, number>;
  readonly #wholes: ControlTexts;
  readonly #sentinel: string;

  constructor(model: LlamaModel, tokens: readonly string[], types: readonly number[]) {
    this.#model = model;
    this.#tokens = tokens;
    this.#types = types;
    const { tokenizer, sarvi } = model.fileInfo.metadata as Metadata & { readonly sarvi?: Own };
    const { add_space_prefix: adds } = tokenizer.ggml as { readonly add_space_prefix?: boolean };
    this.#isPrefixed = adds !== false;
    this.#blankBefore = sarvi?.tokenizer?.blank_before ?? (this.#isPrefixed ? 'each' : 'never');
    const wholes = sarvi?.tokenizer?.whole_pieces ?? [];
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
    if (isBlankDue && this.#isPrefixed && part !== '') return this.#model.tokenize(part, false);
    // Behind a sentinel the text begins as it is, with whatever blank llama.cpp puts before that.
    const given = isBlankDue ? ` ${part}` : part;
    const sentinel = this.#model.tokenize(this.#sentinel, false);
    return this.#model.tokenize(this.#sentinel + given, false).slice(sentinel.length);
  }
}

interface Own {
  readonly tokenizer?: { readonly blank_before?: string; readonly whole_pieces?: readonly number[] };
}

function readable(piece: string): string {
  return piece.replaceAll(BLANK, ' ');
}
