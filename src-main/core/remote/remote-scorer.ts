/** Scores texts with models elsewhere, alone or beside a model of this computer. */
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { scoresTexts } from '#contract/remotes';
import type { ScoredToken, TokenScore } from '#contract/scorings';
import type { EngineModel } from '../engine/engine-model.ts';
import type { SplitText } from '../engine/protocol.ts';
import type { VocabularyReader } from '../engine/vocabulary-reader.ts';
import type { ScoredText } from '../scoring/protocol.ts';
import type { ReadText, TextScorer } from '../scoring/scorer.ts';
import type { TaskWatch } from '../scoring/scoring-connection.ts';
import type { RemoteTarget } from './remote-target.ts';
import { scoreTokens } from './score-tokens.ts';
import { unexpected } from './remote-failure.ts';

type Vocabulary = Pick<VocabularyReader, 'answered' | 'split' | 'added' | 'pieces'>;

export interface RemoteScorerParts {
  /** Scores with the models of this computer. */
  readonly local: TextScorer;
  /** @throws SarviError `remote-unknown` */
  readonly targetOf: (model: EngineModel) => Promise<RemoteTarget>;
  /** Of a model of this computer. */
  readonly vocabularyAt: (path: string) => Pick<VocabularyReader, 'pieces'>;
}

type ScoringRequest = Parameters<TextScorer['score']>[0];
type OneRequest = Omit<ScoringRequest, 'models'>;

/** A model elsewhere that can score, with the vocabulary that its ids are of. */
interface Reachable {
  readonly target: RemoteTarget;
  readonly vocabulary: Vocabulary;
}

export class RemoteScorer implements TextScorer {
  readonly #parts: RemoteScorerParts;

  constructor(parts: RemoteScorerParts) {
    this.#parts = parts;
  }

  /**
   * The text becomes the tokens of the first model; the second one gets the same ids. Servers tell no whole
   * distributions, so there is no entropy, and no divergence between the two.
   *
   * @throws SarviError `remote-cannot-score`, `vocabularies-differ`, and those of both ways
   */
  async score(request: ScoringRequest, watch: TaskWatch): Promise<ReadText> {
    const [first, second] = request.models;
    if (!first.remote && !second?.remote) return this.#parts.local.score(request, watch);
    if (!second) return this.#scoreOne(first, request, watch);
    // What a model cannot do is told before the other one is loaded.
    for (const model of [first, second]) if (model.remote) await this.#reach(model);
    const half = (begin: number): TaskWatch => ({
      signal: watch.signal,
      onProgress: (phase, fraction) => watch.onProgress(phase, begin + fraction / 2),
    });
    const own = await this.#scoreOne(first, request, half(0));
    const tokens = Uint32Array.from([...own.promptIds, ...own.tokens.map(({ id }) => id)]);
    await this.#requireSameTexts(first, second, tokens);
    const text = { kind: 'tokens', tokens, from: own.promptIds.length } as const;
    const other = await this.#scoreOne(second, { ...request, text }, half(0.5));
    return {
      ...own,
      backend: `${own.backend}, ${other.backend}`,
      tokens: own.tokens.map((token, place) => {
        const { id: _id, text: _text, ...score } = other.tokens[place] ?? token;
        return { ...token, other: score };
      }),
    };
  }

  /** A text in the tokens of a model elsewhere. @throws SarviError `remote-cannot-score` */
  async split(model: EngineModel, text: string): Promise<SplitText & { readonly contextTokens: number | null }> {
    const { target, vocabulary } = await this.#reach(model);
    return { ...(await vocabulary.split(text)), contextTokens: target.contextTokens };
  }

  /** Log-probabilities of the tokens from `from` on. @throws SarviError as `scoreTokens` */
  async logprobs(model: EngineModel, tokens: Uint32Array, from: number, signal: AbortSignal): Promise<number[]> {
    const { target } = await this.#reach(model);
    const found = await scoreTokens(target, tokens, { from, mostLikely: 0 }, signal);
    return found.map(({ logprob }) => logprob);
  }

  async #scoreOne(model: EngineModel, request: OneRequest, watch: TaskWatch): Promise<ReadText> {
    if (!model.remote) return this.#parts.local.score({ ...request, models: [model] }, watch);
    const { target, vocabulary } = await this.#reach(model);
    if (watch.signal.aborted) throw new SarviError('cancelled');
    const { tokens, from } = await tokensOf(request.text, vocabulary);
    const texts = await vocabulary.added(tokens.slice(from));
    watch.onProgress('reading', 0);
    const places = await scoreTokens(target, tokens, { from, mostLikely: request.mostLikely }, watch.signal);
    const ids = [...new Set(places.flatMap(({ likeliest }) => likeliest.map(({ id }) => id)))];
    const named = await vocabulary.pieces(Uint32Array.from(ids)).catch((error: unknown) => {
      // An id that the model does not have.
      if (!(error instanceof SarviError) || error.code !== 'invalid-input') throw error;
      throw unexpected(target.host, because('answers-wrong-scores', { place: from }));
    });
    const names = new Map(ids.map((id, index) => [id, named[index] ?? '']));
    watch.onProgress('reading', 1);
    return {
      promptIds: tokens.slice(0, from),
      tokens: places.map(({ logprob, rank, likeliest }, index): ScoredToken => {
        const listed = likeliest.map((one) => ({ ...one, text: names.get(one.id) ?? '' }));
        const score: TokenScore = { logprob, rank, entropy: null, likeliest: listed };
        return { id: tokens[from + index] ?? 0, text: texts[index] ?? '', ...score };
      }),
      isRounded: false,
      backend: target.backend,
    };
  }

  /** @throws SarviError `remote-cannot-score` */
  async #reach(model: EngineModel): Promise<Reachable> {
    const target = await this.#parts.targetOf(model);
    const { kind, host, backend, exact } = target;
    const cannot = (reason: string): SarviError =>
      new SarviError('remote-cannot-score', { name: model.name, host, reason });
    if (!scoresTexts(kind)) throw cannot(because('server-has-no-scoring', { server: backend }));
    if (!exact) throw cannot(because('no-such-tokenizer'));
    return { target, vocabulary: exact.vocabulary };
  }

  /** The same ids must be the same texts for both. @throws SarviError `vocabularies-differ` */
  async #requireSameTexts(first: EngineModel, second: EngineModel, tokens: Uint32Array): Promise<void> {
    const distinct = Uint32Array.from(new Set(tokens));
    const [one = [], other = []] = await Promise.all(
      [first, second].map(async (model) => {
        const vocabulary = model.remote ? (await this.#reach(model)).vocabulary : this.#parts.vocabularyAt(model.path);
        return vocabulary.pieces(distinct).catch((error: unknown) => {
          // An id that this model does not have.
          if (error instanceof SarviError && error.code === 'invalid-input') return [];
          throw error;
        });
      }),
    );
    const place = one.findIndex((text, index) => text !== other[index]);
    if (place < 0 && one.length === distinct.length) return;
    const at = Math.max(0, place);
    const [found, otherFound] = [one[at] ?? '', other[at] ?? ''];
    throw new SarviError('vocabularies-differ', { name: first.name, other: second.name, found, otherFound });
  }
}

async function tokensOf(
  text: ScoredText,
  vocabulary: Vocabulary,
): Promise<{ readonly tokens: Uint32Array; readonly from: number }> {
  if (text.kind === 'tokens') return { tokens: text.tokens, from: Math.max(1, text.from) };
  const { kind: _kind, ...answered } = text;
  return vocabulary.answered(answered);
}
