import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { byteLevelBytes } from './checkpoint/byte-level.ts';
import type { Pieces, VocabularyFacts } from './engine/protocol.ts';
import type { PromptVocabulary, TextPlace } from './prompt/prompt-tokens.ts';
import { SentencePieceText, type SentencePieceRules } from './sentencepiece-text.ts';
import { THINKING_TAGS } from './thinking-splitter.ts';

/** `tokenizer.ggml.token_type`, as GGUF numbers them. */
const UNKNOWN_TYPE = 2;
const CONTROL_TYPE = 3;
const USER_DEFINED_TYPE = 4;

/** What a model's file says of its tokens, and what only llama.cpp can do with them. */
export interface VocabularySource {
  readonly tokens: readonly string[];
  /** `tokenizer.ggml.token_type`; may be empty. */
  readonly types: readonly number[];
  /** `tokenizer.ggml.model`: `gpt2` is byte-level BPE. */
  readonly kind: string;
  /** Null for other kinds of vocabularies. */
  readonly sentencePiece: SentencePieceRules | null;
  readonly chatTemplate: string | null;
  /** `bos_token`, `eos_token` and the like, by name. */
  readonly specialIds: Readonly<Record<string, number | undefined>>;
  /** Every end that the file names: the tokenizer's, and those of the checkpoint's `generation_config.json`. */
  readonly endIds: readonly number[];
  /** Put before a text without a template; null for none. */
  readonly beginningToken: number | null;
  /** Text in which nothing is a control token. */
  tokenize(text: string): readonly number[];
  /** The text that a token adds behind others. */
  detokenize(token: number, before: readonly number[]): string;
  /** Whether llama.cpp takes it for an end of a generation. */
  readonly isEnd: (token: number) => boolean;
}

/**
 * A loaded model's vocabulary: control tokens, the bytes of each piece, and what ends a generation. Bytes are taken
 * from the file's token list where it is byte-level BPE, because llama.cpp's own detokenizer tidies blanks before
 * punctuation for such models ("a ? b" becomes "a? b"), which would change code and Markdown, and where it is
 * SentencePiece's, because that detokenizer answers text, and a token may be one byte of a character.
 */
export class Vocabulary implements PromptVocabulary {
  readonly chatTemplate: string | null;
  readonly controlTokens: ReadonlyMap<string, number>;
  readonly specialTokens: Readonly<Record<string, string>>;
  readonly beginningToken: number | null;
  readonly #source: VocabularySource;
  readonly #tokens: readonly string[];
  readonly #controlIds: ReadonlySet<number>;
  readonly #endIds: ReadonlySet<number>;
  readonly #isByteLevel: boolean;
  /** Null for other kinds of vocabularies. */
  readonly #pieces: SentencePieceText | null;
  /** Added tokens that are not control: listed as they read, not in the alphabet of bytes. */
  readonly #literalIds: ReadonlySet<number>;

  constructor(source: VocabularySource) {
    const { tokens, types } = source;
    this.#source = source;
    this.#tokens = tokens;
    this.#isByteLevel = source.kind === 'gpt2';
    this.chatTemplate = source.chatTemplate;
    this.#pieces = source.sentencePiece === null ? null : new SentencePieceText(source, source.sentencePiece);
    this.controlTokens = controlTokens(source);
    this.#literalIds = new Set(types.flatMap((type, id) => (type === USER_DEFINED_TYPE ? [id] : [])));
    this.#controlIds = new Set(this.controlTokens.values());
    this.beginningToken = source.beginningToken;
    this.specialTokens = specialTokens(source);
    this.#endIds = new Set(source.endIds);
  }

  /** @throws SarviError `invalid-input` for an id that is none of the model's: llama.cpp is never given one. */
  requireKnown(tokens: Uint32Array): void {
    const unknown = tokens.find((token) => token >= this.#tokens.length);
    if (unknown !== undefined)
      throw new SarviError('invalid-input', { reason: because('unknown-token', { token: unknown }) });
  }

  get facts(): Omit<VocabularyFacts, 'contextTokens'> {
    const { beginningToken, specialTokens, chatTemplate } = this;
    return { size: this.#tokens.length, beginningToken, specialTokens, chatTemplate };
  }

  /** What tokens stand for, control tokens by their names. */
  piecesOf(tokens: Uint32Array): Pieces {
    const ids = [...tokens];
    const bytes = ids.map((token, place) =>
      this.#controlIds.has(token)
        ? Buffer.from(this.#tokens[token] ?? '')
        : this.pieceBytes(token, ids.slice(Math.max(0, place - 4), place)),
    );
    return { texts: ids.map((token) => this.describe(token)), whole: Buffer.concat(bytes).toString('utf8') };
  }

  endsGeneration(token: number): boolean {
    return this.#endIds.has(token) || this.#source.isEnd(token);
  }

  tokenizePlain(text: string, place: TextPlace = 'beginning'): readonly number[] {
    const tokens = this.#pieces?.tokenize(text, place) ?? this.#source.tokenize(text);
    // A vocabulary may list a control token that one plain word spells; then the word is tokenized in two halves.
    const slip = tokens.find((token) => this.#controlIds.has(token));
    if (slip === undefined) return tokens;
    const control = this.#tokens[slip] ?? '';
    const start = text.indexOf(control);
    const [letter = ''] = control;
    if (start < 0 || letter.length === control.length) return tokens.filter((token) => !this.#controlIds.has(token));
    const cut = start + letter.length;
    return [...this.tokenizePlain(text.slice(0, cut), place), ...this.tokenizePlain(text.slice(cut), 'behind-text')];
  }

  /** A token for people to read: a control token by its name, part of a character as U+FFFD. */
  describe(token: number): string {
    if (this.#controlIds.has(token)) return this.#tokens[token] ?? '';
    return Buffer.from(this.pieceBytes(token, [])).toString('utf8');
  }

  /** The bytes that `token` adds after `before`; none for a control token, unless it begins or ends the thinking. */
  pieceBytes(token: number, before: readonly number[]): Uint8Array {
    const piece = this.#tokens[token] ?? '';
    if (this.#controlIds.has(token)) return THINKING_TAGS.has(piece) ? Buffer.from(piece) : new Uint8Array();
    if (this.#literalIds.has(token)) return Buffer.from(piece, 'utf8');
    if (this.#isByteLevel) return byteLevelBytes(piece);
    if (this.#pieces) return this.#pieces.bytesOf(token);
    return Buffer.from(this.#source.detokenize(token, before), 'utf8');
  }
}

function controlTokens({ tokens, types, isEnd }: VocabularySource): ReadonlyMap<string, number> {
  const control = new Map<string, number>();
  types.forEach((type, id) => {
    const isControl = type === CONTROL_TYPE || type === UNKNOWN_TYPE || (type === USER_DEFINED_TYPE && isEnd(id));
    const text = tokens[id];
    if (isControl && text !== undefined && text !== '') control.set(text, id);
  });
  return control;
}

function specialTokens({ specialIds, tokens }: VocabularySource): Record<string, string> {
  const named: Record<string, string> = {};
  for (const [name, id] of Object.entries(specialIds)) {
    const text = id === undefined ? undefined : tokens[Number(id)];
    if (text !== undefined) named[name] = text;
  }
  return named;
}
