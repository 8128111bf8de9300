import { randomUUID } from 'node:crypto';
import type { ModelId } from '#contract/primitives';
import type { AdapterUse } from '../engine/protocol.ts';
import { readAdapterFile } from '../gguf/read-adapter-file.ts';
import { readModelFile } from './read-model-file.ts';
import type { ResolvedModel } from './resolved-model.ts';

/** Models outside the library, usable until the app ends. */
export class GuestModels {
  readonly #guests = new Map<ModelId, ResolvedModel>();

  get(modelId: ModelId): ResolvedModel | undefined {
    return this.#guests.get(modelId);
  }

  /**
   * A GGUF file, without copying it.
   *
   * @throws SarviError as `inspectModel`
   */
  async open(path: string, modelsFolder: string): Promise<ResolvedModel> {
    const guest = await readModelFile(path, modelsFolder);
    this.#guests.set(guest.id, guest);
    return guest;
  }

  /** A model with an adapter; the model itself does not change. @throws SarviError as `readAdapterFile` */
  async adapt(resolve: () => Promise<ResolvedModel>, adapter: AdapterUse): Promise<ResolvedModel> {
    await readAdapterFile(adapter.path);
    const model = await resolve();
    const id = `file-${randomUUID()}`;
    const guest: ResolvedModel = { ...model, id, adapters: [...(model.adapters ?? []), adapter] };
    this.#guests.set(guest.id, guest);
    return guest;
  }
}
