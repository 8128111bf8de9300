import { randomUUID } from 'node:crypto';
import { access, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import { llamaLicenceOf } from '#contract/licences';
import type { Model } from '#contract/models';
import type { ModelId } from '#contract/primitives';
import type { SourceFile } from '../convert/journal.ts';
import type { AdapterUse } from '../engine/protocol.ts';
import { fileError } from '../file-error.ts';
import { readAdapterFile } from '../gguf/read-adapter-file.ts';
import type { Ports } from '../ports.ts';
import { syncFolder } from '../sync-folder.ts';
import { clearImportFolders, IMPORTING_SUFFIX, REMOVAL, tidyImportFolder } from './import-folders.ts';
import { InPlaceChecks } from './in-place-checks.ts';
import { readModelFile } from './read-model-file.ts';
import { MODEL_FILE, readManifest, writeManifest, type ModelManifest } from './model-manifest.ts';
import { freeModelName, modelSlug } from './model-names.ts';
import type { ResolvedModel } from './resolved-model.ts';
import type { ModelFiles } from './verify-model.ts';

/**
 * The models on disk, in one folder each under `models/`. A model exists once its folder has its final name; a folder
 * that ends in `.importing` belongs to an import that runs or was interrupted.
 */
export class ModelLibrary {
  readonly folder: string;
  readonly #ports: Ports;
  readonly #manifests = new Map<ModelId, ModelManifest>();
  /** Files outside the library, opened for this run only. */
  readonly #guests = new Map<ModelId, ResolvedModel>();
  readonly #onChange: () => void;
  readonly #inPlace: InPlaceChecks;

  private constructor(ports: Ports, onChange: () => void) {
    this.#ports = ports;
    this.#inPlace = new InPlaceChecks(ports.log, (modelId, files) => this.#noteTimes(modelId, files));
    this.#onChange = onChange;
    this.folder = join(ports.folders.data, 'models');
  }

  static async open(ports: Ports, onChange: () => void): Promise<ModelLibrary> {
    const library = new ModelLibrary(ports, onChange);
    try {
      await mkdir(library.folder, { recursive: true });
      for (const entry of await readdir(library.folder, { withFileTypes: true })) {
        if (!entry.isDirectory() || entry.name.endsWith(IMPORTING_SUFFIX)) continue;
        const manifest = await readManifest(join(library.folder, entry.name));
        if (manifest?.id === entry.name) {
          library.#manifests.set(manifest.id, manifest);
          // A crash may have come between the rename of the folder and this.
          await library.#tidy(join(library.folder, entry.name));
        } else ports.log.warn('a folder in the library holds no model', { folder: entry.name });
      }
    } catch (error) {
      throw fileError(error, library.folder);
    }
    return library;
  }

  /** Folders whose times change when another process adds, renames or removes a model. */
  get watched(): readonly string[] {
    return [this.folder, ...[...this.#manifests.keys()].map((id) => join(this.folder, id))];
  }

  /** Reads what another process has changed in the library. */
  async refresh(): Promise<void> {
    const known = JSON.stringify([...this.#manifests]);
    for (const id of await readdir(this.folder)) {
      if (id.endsWith(IMPORTING_SUFFIX)) continue;
      const manifest = await readManifest(join(this.folder, id));
      if (manifest?.id === id && (await exists(join(this.folder, id)))) this.#manifests.set(id, manifest);
    }
    for (const id of [...this.#manifests.keys()]) {
      if (!(await exists(join(this.folder, id)))) this.#manifests.delete(id);
    }
    if (JSON.stringify([...this.#manifests]) !== known) this.#onChange();
  }

  /** Newest first. */
  async list(): Promise<Model[]> {
    const models = await Promise.all(
      [...this.#manifests.values()].map(async (manifest): Promise<Model> => {
        const { id, name, family, facts, sampling, addedAt, inPlace } = manifest;
        const sizeBytes = await this.#look(manifest).catch(() => null);
        const path = inPlace?.[0]?.path;
        return {
          id,
          name,
          family,
          facts: { ...facts, sizeBytes: sizeBytes ?? facts.sizeBytes },
          sampling,
          addedAt,
          available: sizeBytes !== null,
          ...(path === undefined ? {} : { inPlacePath: path }),
        };
      }),
    );
    return models.sort((a, b) => b.addedAt - a.addedAt || a.name.localeCompare(b.name));
  }

  /**
   * The model to use: the given one, else the default of the settings, else the newest one whose file exists.
   *
   * @throws SarviError `no-model`, `model-unknown`, `model-file-missing`, `model-file-changed`
   */
  async resolveModel(modelId: ModelId | null): Promise<ResolvedModel> {
    const guest = modelId === null ? undefined : this.#guests.get(modelId);
    if (guest) return guest;
    const manifest = await this.#choose(modelId);
    await this.#look(manifest);
    if (isInPlace(manifest)) await this.#inPlace.require(manifest);
    const [path] = this.#files(manifest);
    const contextTokens = this.#ports.settings.get().contextTokens[manifest.id];
    const { id, name, sampling } = manifest;
    return { id, name, path, sampling, contextTokens, licence: llamaLicenceOf(manifest) };
  }

  /**
   * Makes a GGUF file outside the library usable until the app ends, without copying it.
   *
   * @throws SarviError as `inspectModel`
   */
  async openGuest(path: string): Promise<ResolvedModel> {
    const guest = await readModelFile(path, this.folder);
    this.#guests.set(guest.id, guest);
    return guest;
  }

  /**
   * A model with an adapter, usable until the app ends; the model itself does not change.
   *
   * @throws SarviError as `resolveModel` and `readAdapterFile`
   */
  async openAdapted(modelId: ModelId | null, adapter: AdapterUse): Promise<ResolvedModel> {
    await readAdapterFile(adapter.path);
    const model = await this.resolveModel(modelId);
    const guest: ResolvedModel = {
      ...model,
      id: `file-${randomUUID()}`,
      adapters: [...(model.adapters ?? []), adapter],
    };
    this.#guests.set(guest.id, guest);
    return guest;
  }

  /**
   * Makes a model of a finished import's folder with one rename. The import's claim is released only then, because
   * other processes remove unclaimed folders.
   */
  async publish(folder: string, parts: Omit<ModelManifest, 'version' | 'id' | 'addedAt'>): Promise<ModelId> {
    const name = freeModelName(parts, [...this.#manifests.values()]);
    const slug = modelSlug(`${name} ${parts.facts.fileType}`);
    for (let count = 1; ; count += 1) {
      const id = count === 1 ? slug : `${slug}-${count}`;
      const finalFolder = join(this.folder, id);
      // The name of a folder that is unreadable or another process's is taken, too.
      if (this.#manifests.has(id) || (await exists(finalFolder))) continue;
      const manifest: ModelManifest = { ...parts, version: 1, id, name, addedAt: this.#ports.now() };
      await writeManifest(folder, manifest);
      try {
        await rename(folder, finalFolder);
      } catch (error) {
        if (isTaken(error)) continue;
        throw fileError(error, finalFolder);
      }
      await syncFolder(this.folder);
      await this.#tidy(finalFolder);
      this.#manifests.set(id, manifest);
      this.#onChange();
      return id;
    }
  }

  /** @throws SarviError `write-failed` */
  async #discard(folder: string): Promise<void> {
    try {
      await rm(folder, REMOVAL);
    } catch (error) {
      throw fileError(error, folder);
    }
  }

  /** Removes the folders of imports that cannot be continued. */
  async discardLeftovers(): Promise<void> {
    await clearImportFolders(this.folder, this.#ports);
  }

  /** A model's files and the stored checksum. @throws SarviError as `resolveModel` */
  async filesOf(modelId: ModelId): Promise<{ files: ModelFiles; checksum: string | null }> {
    const manifest = this.#manifest(modelId);
    const files = this.#files(manifest);
    // A changed file is not refused here, because its checksum is about to be compared.
    if (!(await exists(files[0]))) throw new SarviError('model-file-missing', { name: manifest.name, path: files[0] });
    return { files, checksum: manifest.checksum ?? null };
  }

  /** @throws SarviError `model-unknown`, `write-failed`, `disk-full` */
  async rename(modelId: ModelId, name: string): Promise<void> {
    const manifest = { ...this.#manifest(modelId), name };
    await writeManifest(join(this.folder, modelId), manifest);
    this.#manifests.set(modelId, manifest);
    this.#onChange();
  }

  /** Removes a model. A file that is used in place stays. @throws SarviError `model-unknown`, `write-failed` */
  async remove(modelId: ModelId): Promise<void> {
    const manifest = this.#manifest(modelId);
    const folder = join(this.folder, manifest.id);
    // From here on it is no model; after a crash, the rest is removed like that of an import.
    const aside = join(this.folder, `${randomUUID()}${IMPORTING_SUFFIX}`);
    try {
      await rename(folder, aside);
    } catch (error) {
      throw fileError(error, folder);
    }
    this.#manifests.delete(modelId);
    this.#onChange();
    await this.#discard(aside);
  }

  /** Removes files of an import from a model's folder. Never throws, because they do no harm. */
  async #tidy(folder: string): Promise<void> {
    try {
      await tidyImportFolder(folder);
    } catch (error) {
      this.#ports.log.warn('an import left something behind', { folder, error: String(error) });
    }
  }

  #manifest(modelId: ModelId): ModelManifest {
    const manifest = this.#manifests.get(modelId);
    if (!manifest) throw new SarviError('model-unknown', { model: modelId });
    return manifest;
  }

  async #choose(modelId: ModelId | null): Promise<ModelManifest> {
    if (modelId !== null) return this.#manifest(modelId);
    const preferred = this.#manifests.get(this.#ports.settings.get().defaultModelId ?? '');
    if (preferred) return preferred;
    const newest = (await this.list()).find((model) => model.available);
    if (!newest) throw new SarviError('no-model');
    return this.#manifest(newest.id);
  }

  #files({ id, inPlace }: ModelManifest): ModelFiles {
    const [first, ...others] = (inPlace ?? []).map(({ path }) => path);
    return first === undefined ? [join(this.folder, id, MODEL_FILE)] : [first, ...others];
  }

  /** The present size of a model's files. @throws SarviError `model-file-missing`, `model-file-changed` */
  async #look(manifest: ModelManifest): Promise<number> {
    if (isInPlace(manifest)) {
      await this.#inPlace.look(manifest);
      return manifest.inPlace.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    }
    const [path] = this.#files(manifest);
    const found = await stat(path).catch((error: unknown) => {
      throw new SarviError('model-file-missing', { name: manifest.name, path }, { cause: error });
    });
    return found.size;
  }

  /** Stores the new times of unchanged files, so that they are not read again, at the next start either. */
  async #noteTimes(modelId: ModelId, inPlace: SourceFile[]): Promise<void> {
    const known = this.#manifests.get(modelId);
    if (!known) return;
    const manifest = { ...known, inPlace };
    this.#manifests.set(modelId, manifest);
    await writeManifest(join(this.folder, modelId), manifest).catch((error: unknown) => {
      this.#ports.log.warn('the time of a model file could not be kept', { model: modelId, error: String(error) });
    });
  }
}

function isInPlace(manifest: ModelManifest): manifest is ModelManifest & { readonly inPlace: SourceFile[] } {
  return manifest.inPlace !== undefined;
}

/** Another process has created a folder of this name since the check. */
function isTaken(error: unknown): boolean {
  return ['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
