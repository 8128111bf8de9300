import { createHash } from 'node:crypto';
import type { CallInput, CallOutput } from '#contract/contract';
import { SarviError } from '#contract/errors';
import { estimateTokens } from '#contract/estimate-tokens';
import type { Passage } from '#contract/passage-calls';
import { snippetOf } from '../search/snippet.ts';
import { cutParts } from './cut-parts.ts';
import { type FoundPassage, PassageIndex } from './passage-index.ts';
import { questionWords } from './question-words.ts';

/** In UTF-16 units of all texts together; with their indexes some hundred megabytes. */
const MOST_KEPT = 15_000_000;
/** Worse ones, of the best, are listed but not chosen by themselves. */
const LEAST_SCORE = 0.3;
const MOST_LISTED = 40;
/** A passage comes with its file's name and place. */
const HEADER_TOKENS = 16;

/** Texts in memory with their indexes, which are made when they are first searched. */
export class TextShelf {
  readonly #texts = new Map<string, { readonly text: string; index: PassageIndex | null }>();

  open({ text }: CallInput<'passages.open'>): CallOutput<'passages.open'> {
    const textId = createHash('sha256').update(text, 'utf16le').digest('hex');
    const known = this.#texts.get(textId);
    this.#texts.delete(textId);
    this.#texts.set(textId, known ?? { text, index: null });
    this.#forget();
    return { textId };
  }

  /** @throws SarviError `document-unknown` */
  find({ textIds, question, mostTokens }: CallInput<'passages.find'>): CallOutput<'passages.find'> {
    const words = questionWords(question);
    const found = textIds.flatMap((textId) => {
      const index = this.#indexOf(textId);
      const passages =
        words.length > 0
          ? index.find(words)
          : index.pieces.map((piece): FoundPassage => ({ piece, score: 1, matches: [] })).slice(0, MOST_LISTED);
      return passages.slice(0, MOST_LISTED).map((passage) => ({ textId, index, ...passage }));
    });
    if (words.length > 0) found.sort((a, b) => b.score - a.score);
    const best = found[0]?.score ?? 1;
    let left = mostTokens;
    const passages = found.slice(0, MOST_LISTED).map(({ textId, index, piece, score, matches }): Passage => {
      const own = index.text.slice(piece.start, piece.end);
      const tokens = estimateTokens(own) + HEADER_TOKENS;
      const chosen = tokens <= left && score >= LEAST_SCORE * best && own.trim() !== '';
      if (chosen) left -= tokens;
      const place = { start: piece.start, end: piece.end, headings: [...piece.headings], tokens };
      const snippet = snippetOf(own, matches).map((part) => ({ ...part, text: part.text.toWellFormed() }));
      return { textId, ...place, score: Math.min(1, Math.max(0, score / best)), chosen, snippet };
    });
    return { how: passages.length === 0 ? 'nothing' : words.length > 0 ? 'found' : 'beginning', passages };
  }

  /** @throws SarviError `document-unknown` */
  parts({ textId, mostTokens }: CallInput<'passages.parts'>): CallOutput<'passages.parts'> {
    const { text, pieces } = this.#indexOf(textId);
    return { parts: cutParts(text, pieces, mostTokens) };
  }

  close(): void {
    for (const { index } of this.#texts.values()) index?.close();
    this.#texts.clear();
  }

  #indexOf(textId: string): PassageIndex {
    const kept = this.#texts.get(textId);
    if (!kept) throw new SarviError('document-unknown');
    this.#texts.delete(textId);
    this.#texts.set(textId, kept);
    return (kept.index ??= new PassageIndex(kept.text));
  }

  /** The one that was not used for the longest time is the first. The newest stays. */
  #forget(): void {
    let kept = 0;
    for (const [textId, { text, index }] of [...this.#texts].reverse()) {
      kept += text.length;
      if (kept <= MOST_KEPT || kept === text.length) continue;
      index?.close();
      this.#texts.delete(textId);
    }
  }
}
