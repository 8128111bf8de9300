import type { AdapterChoice } from '#contract/adapters';
import type { RunSetup, TokenChoice } from '#contract/generation-record';
import type { EngineUpdate, StartedSetup } from '../engine/generation-request.ts';
import type { EngineModel } from '../engine/engine-model.ts';
import type { GenerationEnd, SettledSampling } from '../engine/protocol.ts';
import type { LiveFigures, RunRecord, RunStart } from './generation-sink.ts';

type PromptFigures = NonNullable<GenerationEnd['prompt']>;

export interface Recorded {
  readonly model: EngineModel;
  readonly sampling: SettledSampling;
  readonly chosenAdapters: readonly AdapterChoice[];
}

/** Counts and times of one run, for its progress and its record. */
export class RunFigures {
  #started: RunStart | null = null;
  #generatedTokens = 0;
  readonly #choices: TokenChoice[] = [];
  #preparedAt = performance.now();
  #firstTokenAt: number | null = null;
  #lastTokenAt = 0;
  readonly #keepsChoices: boolean;

  /** @param keepsChoices - for the record; who hears of each token as it comes needs no list */
  constructor(keepsChoices = true) {
    this.#keepsChoices = keepsChoices;
  }

  /** The request was admitted; the time before does not count. */
  prepared(): void {
    this.#preparedAt = performance.now();
  }

  started(start: RunStart): void {
    this.#started = start;
  }

  count({ generatedTokens, choice }: Extract<EngineUpdate, { kind: 'text' }>): void {
    this.#lastTokenAt = performance.now();
    this.#firstTokenAt ??= this.#lastTokenAt;
    this.#generatedTokens = generatedTokens;
    if (choice && this.#keepsChoices) this.#choices.push(choice);
  }

  get live(): LiveFigures {
    return {
      generatedTokens: this.#generatedTokens,
      contextUsedTokens: this.#contextUsedTokens(this.#generatedTokens),
      tokensPerSecond: this.#tokensPerSecond(),
      timeToFirstTokenMs: this.#timeToFirstTokenMs(),
    };
  }

  /** Null when the run ended before it read a prompt. @param end - null for a run that failed */
  record({ model, sampling, chosenAdapters }: Recorded, end: GenerationEnd | null): RunRecord | null {
    if (!this.#started) return null;
    const { figures, backend, contextTokens, remote, setup } = this.#started;
    const generatedTokens = end?.generatedTokens ?? this.#generatedTokens;
    const { seed, grammar, repeatable, logitBias: _bias, ...rest } = sampling;
    const settled = { ...rest, ...(grammar ? { grammar } : {}), ...(repeatable ? { repeatable } : {}) };
    const now = performance.now();
    const firstTokenMs = this.#timeToFirstTokenMs();
    return {
      modelId: model.id,
      modelName: model.name,
      backend,
      sampling: seed === null ? settled : { ...settled, seed },
      ...(chosenAdapters.length === 0 ? {} : { adapters: [...chosenAdapters] }),
      ...figures,
      ...end?.prompt,
      generatedTokens,
      timeToFirstTokenMs: firstTokenMs,
      promptMs: end?.promptMs ?? firstTokenMs ?? now - this.#preparedAt,
      generationMs: end?.generationMs ?? (this.#firstTokenAt === null ? 0 : this.#lastTokenAt - this.#firstTokenAt),
      contextTokens,
      contextUsedTokens: this.#contextUsedTokens(generatedTokens, end?.prompt),
      ...(end?.draft ? { draft: end.draft } : {}),
      ...(setup && end ? { setup: setupOf(setup, model, end) } : {}),
      ...(this.#hasChoices(sampling, remote) ? { choices: this.#choices } : {}),
      ...(remote ? { remote: { ...remote, counted: remote.counted || end?.prompt !== undefined } } : {}),
    };
  }

  #hasChoices({ alternatives }: SettledSampling, remote: RunStart['remote']): boolean {
    if (alternatives === 0 || !this.#keepsChoices) return false;
    return !remote || this.#choices.length > 0;
  }

  #timeToFirstTokenMs(): number | null {
    return this.#firstTokenAt === null ? null : this.#firstTokenAt - this.#preparedAt;
  }

  #contextUsedTokens(generatedTokens: number, prompt: PromptFigures | undefined = this.#started?.figures): number {
    const { freshTokens = 0, cachedTokens = 0 } = prompt ?? {};
    return freshTokens + cachedTokens + generatedTokens;
  }

  #tokensPerSecond(): number | null {
    if (this.#firstTokenAt === null || this.#generatedTokens < 2) return null;
    const seconds = (this.#lastTokenAt - this.#firstTokenAt) / 1000;
    return seconds > 0 ? (this.#generatedTokens - 1) / seconds : null;
  }
}

function setupOf(
  setup: StartedSetup,
  { checksum = null }: { readonly checksum?: string | null | undefined },
  { alone = false, chunks }: GenerationEnd,
): RunSetup {
  return { ...setup, modelChecksum: checksum, alone, chunks: chunks ? [...chunks] : null };
}
