import type { LlamaModel, Token } from 'node-llama-cpp';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { PromptVocabulary, TextPlace } from '../core/prompt/prompt-tokens.ts';
import { byteLevelBytes } from '../core/checkpoint/byte-level.ts';
import { THINKING_TAGS } from '../core/thinking-splitter.ts';
import { SentencePieceText } from './sentencepiece-text.ts';

/** `tokenizer.ggml.token_type`, as GGUF numbers them. */
const UNKNOWN_TYPE = 2;
const CONTROL_TYPE = 3;
const USER_DEFINED_TYPE = 4;

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
  readonly #model: LlamaModel;
  readonly #tokens: readonly string[];
  readonly #controlIds: ReadonlySet<number>;
  readonly #endIds: ReadonlySet<number>;
  readonly #isByteLevel: boolean;
  /** Null for other kinds of vocabularies. */
  readonly #pieces: SentencePieceText | null;
  /** Added tokens that are not control: listed as they read, not in the alphabet of bytes. */
  readonly #literalIds: ReadonlySet<number>;

  constructor(model: LlamaModel) {
    const metadata = model.fileInfo.metadata.tokenizer;
    this.#model = model;
    this.#tokens = metadata.ggml.tokens;
    this.#isByteLevel = metadata.ggml.model === 'gpt2';
    const template: unknown = metadata.chat_template;
    this.chatTemplate = typeof template === 'string' && template.trim() !== '' ? template : null;
    const types = (metadata.ggml.token_type as readonly number[] | undefined) ?? [];
    this.#pieces = metadata.ggml.model === 'llama' ? new SentencePieceText(model, this.#tokens, types) : null;
    this.controlTokens = controlTokens(model, this.#tokens, types);
    this.#literalIds = new Set(types.flatMap((type, id) => (type === USER_DEFINED_TYPE ? [id] : [])));
    this.#controlIds = new Set(this.controlTokens.values());
    this.beginningToken = model.tokens.shouldPrependBosToken ? model.tokens.bos : null;
    this.specialTokens = specialTokens(metadata.ggml, this.#tokens);
    this.#endIds = endIds(model.fileInfo.metadata);
  }

  /** @throws SarviError `invalid-input` for an id that is none of the model's: llama.cpp is never given one. */
  requireKnown(tokens: Uint32Array): void {
    const unknown = tokens.find((token) => token >= this.#tokens.length);
    if (unknown !== undefined)
      throw new SarviError('invalid-input', { reason: because('unknown-token', { token: unknown }) });
  }

  endsGeneration(token: number): boolean {
    return this.#endIds.has(token) || this.#model.isEogToken(token as Token);
  }

  tokenizePlain(text: string, place: TextPlace = 'beginning'): readonly number[] {
    const tokens = this.#pieces?.tokenize(text, place) ?? this.#model.tokenize(text, false);
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
    return Buffer.from(this.#model.detokenize([token as Token], false, before as Token[]), 'utf8');
  }
}

function controlTokens(
  model: LlamaModel,
  tokens: readonly string[],
  types: readonly number[],
): ReadonlyMap<string, number> {
  const control = new Map<string, number>();
  types.forEach((type, id) => {
    const isControl =
      type === CONTROL_TYPE || type === UNKNOWN_TYPE || (type === USER_DEFINED_TYPE && model.isEogToken(id as Token));
    const text = tokens[id];
    if (isControl && text !== undefined && text !== '') control.set(text, id);
  });
  return control;
}

type TokenizerMetadata = LlamaModel['fileInfo']['metadata']['tokenizer']['ggml'];

function specialTokens(metadata: TokenizerMetadata, tokens: readonly string[]): Record<string, string> {
  const ids = {
    bos_token: metadata.bos_token_id,
    eos_token: metadata.eos_token_id,
    unk_token: metadata.unknown_token_id,
    pad_token: metadata.padding_token_id,
    sep_token: metadata.seperator_token_id,
  };
  const named: Record<string, string> = {};
  for (const [name, id] of Object.entries(ids)) {
    const text = id === undefined ? undefined : tokens[Number(id)];
    if (text !== undefined) named[name] = text;
  }
  return named;
}

/** Every end that the file names: the tokenizer's, and those of the checkpoint's `generation_config.json`. */
function endIds(metadata: LlamaModel['fileInfo']['metadata']): ReadonlySet<number> {
  const { eos_token_id, eot_token_id, eom_token_id } = metadata.tokenizer.ggml;
  const { sarvi } = metadata as { readonly sarvi?: { readonly generation?: { readonly eos_token_ids?: unknown } } };
  const ids = [eos_token_id, eot_token_id, eom_token_id, sarvi?.generation?.eos_token_ids].flat();
  return new Set(ids.filter((id) => typeof id === 'number'));
}
