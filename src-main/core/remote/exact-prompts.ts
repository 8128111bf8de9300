/** Finds a model of the library whose tokenizer and chat template are those of a server's model, and makes prompts with it. */
import type { Model } from '#contract/models';
import type { ModelId } from '#contract/primitives';
import type { EnginePorts } from '../engine/engine-process.ts';
import { VocabularyReader } from '../engine/vocabulary-reader.ts';
import { makesTokens, probeTokens, type MatchedServer } from './match-vocabulary.ts';
import type { ExactPrompts } from './remote-target.ts';

export interface VocabularyParts {
  readonly ports: EnginePorts;
  readonly listModels: () => Promise<readonly Model[]>;
  /** @throws SarviError for a model whose file is gone */
  readonly pathOf: (modelId: ModelId) => Promise<string>;
  readonly tellsDate: () => boolean;
}

/** Of models with the same number of tokens, the smallest few are enough to find the tokenizer. */
const MOST_TRIED = 8;
/** A server may be started again with another model of the same name. */
const FRESH_MS = 10 * 60_000;

interface Match {
  readonly vocabulary: VocabularyReader | null;
  readonly atMs: number;
}

export class Vocabularies {
  readonly #parts: VocabularyParts;
  readonly #readers = new Map<string, VocabularyReader>();
  readonly #matches = new Map<string, Promise<Match>>();

  constructor(parts: VocabularyParts) {
    this.#parts = parts;
  }

  /** Null where the server has to make the prompts. Never throws. */
  async for(server: MatchedServer): Promise<ExactPrompts | null> {
    const { address } = server.connection;
    const models = (await this.#parts.listModels()).filter(({ available }) => available);
    const library = models.map(({ id }) => id).join(' ');
    const key = [address.origin, address.basePath, server.model, this.#parts.tellsDate(), library].join('\n');
    const known = await this.#matches.get(key);
    const isFresh = known !== undefined && performance.now() - known.atMs < FRESH_MS;
    const matching = isFresh ? Promise.resolve(known) : this.#match(server, models);
    this.#matches.set(key, matching);
    const { vocabulary } = await matching;
    if (vocabulary === null) return null;
    return {
      render: (messages, answerSoFar) =>
        vocabulary.render(messages, { answerSoFar, tellsDate: this.#parts.tellsDate() }),
      count: (texts) => vocabulary.count(texts),
      vocabulary,
    };
  }

  /** The vocabulary of a model of this computer. */
  at(path: string): VocabularyReader {
    const vocabulary = this.#readers.get(path) ?? new VocabularyReader(this.#parts.ports, path);
    this.#readers.set(path, vocabulary);
    return vocabulary;
  }

  dispose(): void {
    for (const reader of this.#readers.values()) reader.dispose();
  }

  async #match(server: MatchedServer, models: readonly Model[]): Promise<Match> {
    const atMs = performance.now();
    const ids = await probeTokens(server);
    if (ids === null) return { vocabulary: null, atMs };
    const bySize = models.toSorted((a, b) => a.facts.sizeBytes - b.facts.sizeBytes).slice(0, MOST_TRIED);
    for (const { id } of bySize) {
      const path = await this.#parts.pathOf(id).catch(() => null);
      if (path === null) continue;
      const isInUse = this.#readers.has(path);
      const vocabulary = this.at(path);
      if (await makesTokens(vocabulary, ids, this.#parts.tellsDate())) return { vocabulary, atMs };
      if (!isInUse) vocabulary.dispose();
    }
    return { vocabulary: null, atMs };
  }
}
