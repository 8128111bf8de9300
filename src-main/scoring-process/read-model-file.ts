import type { VocabularySource } from '../core/vocabulary.ts';
import { metadataNumber, metadataText, type Metadata } from '../core/gguf/metadata.ts';
import { readGgufParts } from '../core/gguf/read-gguf-parts.ts';

/** What a model's file says of its vocabulary, read with bounds before llama.cpp sees the file. */
export type FileVocabulary = Omit<VocabularySource, 'beginningToken' | 'tokenize' | 'detokenize' | 'isEnd'>;

const SPECIALS: Readonly<Record<string, string>> = {
  bos_token: 'bos_token_id',
  eos_token: 'eos_token_id',
  unk_token: 'unknown_token_id',
  pad_token: 'padding_token_id',
  sep_token: 'seperator_token_id',
};
const ENDS = ['eos_token_id', 'eot_token_id', 'eom_token_id'];

/** @throws SarviError those of `readGgufParts` */
export async function readFileVocabulary(path: string): Promise<FileVocabulary> {
  const { metadata } = await readGgufParts(path);
  const tokens = listOf(metadata, 'tokenizer.ggml.tokens').map(String);
  const template = metadataText(metadata, 'tokenizer.chat_template');
  const numberOf = (name: string): number | undefined =>
    metadataNumber(metadata, `tokenizer.ggml.${name}`) ?? undefined;
  const kind = metadataText(metadata, 'tokenizer.ggml.model') ?? '';
  const ends = listOf(metadata, 'sarvi.generation.eos_token_ids').map(Number);
  return {
    tokens,
    types: listOf(metadata, 'tokenizer.ggml.token_type').map(Number),
    kind,
    sentencePiece: kind === 'llama' ? sentencePieceRules(metadata) : null,
    chatTemplate: template === null || template.trim() === '' ? null : template,
    specialIds: Object.fromEntries(Object.entries(SPECIALS).map(([name, key]) => [name, numberOf(key)])),
    endIds: [...ENDS.flatMap((key) => numberOf(key) ?? []), ...ends],
  };
}

function sentencePieceRules(metadata: Metadata): VocabularySource['sentencePiece'] {
  return {
    addsBlank: metadata.get('tokenizer.ggml.add_space_prefix')?.value !== false,
    blankBefore: metadataText(metadata, 'sarvi.tokenizer.blank_before'),
    wholePieces: listOf(metadata, 'sarvi.tokenizer.whole_pieces').map(Number),
  };
}

function listOf(metadata: Metadata, key: string): readonly unknown[] {
  const entry = metadata.get(key);
  return entry?.type === 'array' ? entry.value : [];
}

/** Where two vocabularies first differ: their sizes, or a token; null where they are the same. */
export function findDifference(
  first: FileVocabulary,
  second: FileVocabulary,
): { first: string; second: string } | null {
  if (first.kind !== second.kind) return { first: first.kind, second: second.kind };
  const [one, other] = [first.tokens, second.tokens];
  const place = one.findIndex((token, index) => token !== other[index]);
  if (place >= 0 && place < other.length)
    return { first: `${place} = ${one[place] ?? ''}`, second: `${place} = ${other[place] ?? ''}` };
  if (one.length !== other.length) return { first: String(one.length), second: String(other.length) };
  return null;
}
