import { llamaLicenceOf, type LlamaLicence } from '#contract/licences';
import type { ErrorReport } from '#contract/errors';
import type { Model } from '#contract/models';
import type { SettingsState } from './settings.svelte.ts';

/** The licences of models, and which of them the user has accepted. */
export class LicencesState {
  readonly #settings: SettingsState;
  /** The model whose licence is being shown. */
  asking = $state.raw<Model | null>(null);
  #answer: ((accepted: boolean) => void) | null = null;

  constructor(settings: SettingsState) {
    this.#settings = settings;
  }

  /** The licence that applies to a model; null when none needs acceptance. */
  of(model: Model): LlamaLicence | null {
    return llamaLicenceOf(model);
  }

  /** Whether the model needs no further acceptance. */
  isAccepted(model: Model): boolean {
    const licence = this.of(model);
    return licence === null || this.#settings.current.acceptedLicences.includes(licence);
  }

  /** Shows the licence if it was not accepted; answers whether it is accepted now. */
  ask(model: Model): Promise<boolean> {
    if (this.isAccepted(model)) return Promise.resolve(true);
    this.close();
    this.asking = model;
    return new Promise((resolve) => (this.#answer = resolve));
  }

  async accept(): Promise<ErrorReport | null> {
    const licence = this.asking && this.of(this.asking);
    if (!licence) return null;
    const { acceptedLicences } = this.#settings.current;
    const error = await this.#settings.update({ acceptedLicences: [...new Set([...acceptedLicences, licence])] });
    if (!error) this.#end(true);
    return error;
  }

  close(): void {
    this.#end(false);
  }

  #end(accepted: boolean): void {
    this.asking = null;
    this.#answer?.(accepted);
    this.#answer = null;
  }
}
