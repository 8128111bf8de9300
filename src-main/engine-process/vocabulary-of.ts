import type { LlamaModel, Token } from 'node-llama-cpp';
import { Vocabulary } from '../core/vocabulary.ts';

/** What Sarvi's own conversion adds to a file. */
interface OwnMetadata {
  readonly generation?: { readonly eos_token_ids?: unknown };
  readonly tokenizer?: { readonly blank_before?: string; readonly whole_pieces?: readonly number[] };
}

/** The vocabulary of a model that node-llama-cpp has loaded. */
export function vocabularyOf(model: LlamaModel): Vocabulary {
  const { metadata } = model.fileInfo;
  const { ggml, chat_template } = metadata.tokenizer;
  const { sarvi } = metadata as { readonly sarvi?: OwnMetadata };
  const { add_space_prefix: addsBlank } = ggml as { readonly add_space_prefix?: boolean };
  const template: unknown = chat_template;
  const ends = [ggml.eos_token_id, ggml.eot_token_id, ggml.eom_token_id, sarvi?.generation?.eos_token_ids].flat();
  return new Vocabulary({
    tokens: ggml.tokens,
    types: ggml.token_type ?? [],
    kind: ggml.model,
    sentencePiece:
      ggml.model === 'llama'
        ? {
            addsBlank: addsBlank !== false,
            blankBefore: sarvi?.tokenizer?.blank_before ?? null,
            wholePieces: sarvi?.tokenizer?.whole_pieces ?? [],
          }
        : null,
    chatTemplate: typeof template === 'string' && template.trim() !== '' ? template : null,
    specialIds: {
      bos_token: ggml.bos_token_id,
      eos_token: ggml.eos_token_id,
      unk_token: ggml.unknown_token_id,
      pad_token: ggml.padding_token_id,
      sep_token: ggml.seperator_token_id,
    },
    endIds: ends.filter((id) => typeof id === 'number'),
    beginningToken: model.tokens.shouldPrependBosToken ? model.tokens.bos : null,
    tokenize: (text) => model.tokenize(text, false),
    detokenize: (token, before) => model.detokenize([token as Token], false, before as Token[]),
    isEnd: (token) => model.isEogToken(token as Token),
  });
}
