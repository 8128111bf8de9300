import { STOPPED_ENGINE, type EngineStatus } from '#contract/engine';
import type { LoadedModelFacts } from './protocol.ts';

/** The status of one engine process and its model. */
export class HostStatus {
  readonly #listeners = new Set<(status: EngineStatus) => void>();
  #current: EngineStatus = STOPPED_ENGINE;
  #generating = 0;

  get current(): EngineStatus {
    return this.#current;
  }

  onChange(listener: (status: EngineStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stopped(): void {
    this.#set(STOPPED_ENGINE);
  }

  starting(): void {
    this.#set({ ...STOPPED_ENGINE, state: 'starting' });
  }

  loading(modelId: string, loadFraction: number): void {
    this.#set({ ...STOPPED_ENGINE, state: 'loading', modelId, loadFraction });
  }

  ready(modelId: string, { backend, contextTokens }: LoadedModelFacts): void {
    this.#set({ ...STOPPED_ENGINE, state: 'ready', modelId, backend, contextTokens });
  }

  /** The same model is used under another id. */
  renamed(modelId: string): void {
    if (this.#current.modelId !== modelId) this.#set({ ...this.#current, modelId });
  }

  /**
   * Shows the model as generating while `work` runs, also several at a time. Does nothing once its process has ended.
   */
  async whileGenerating<Value>(process: { readonly alive: boolean }, work: () => Promise<Value>): Promise<Value> {
    this.#generating += 1;
    if (process.alive) this.#set({ ...this.#current, state: 'generating' });
    try {
      return await work();
    } finally {
      this.#generating -= 1;
      if (process.alive && this.#generating === 0) this.#set({ ...this.#current, state: 'ready' });
    }
  }

  #set(status: EngineStatus): void {
    this.#current = status;
    for (const listener of this.#listeners) listener(status);
  }
}
