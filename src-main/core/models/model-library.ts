import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SarviError } from '#contract/errors';
import { llamaLicenceOf } from '#contract/licences';
import type { Lineage } from '#contract/lineages';
import type { Model } from '#contract/models';
import type { ModelId } from '#contract/primitives';
import type { SourceFile } from '../convert/journal.ts';
import type { AdapterUse } from '../engine/protocol.ts';
import { fileError } from '../file-error.ts';
import type { Ports } from '../ports.ts';
import { syncFolder } from '../sync-folder.ts';
import { GuestModels } from './guest-models.ts';
import { clearImportFolders, IMPORTING_SUFFIX, REMOVAL, tidyImportFolder } from './import-folders.ts';
import { InPlaceChecks } from './in-place-checks.ts';
import { MODEL_FILE, modelOf, writeManifest, type ModelManifest } from './model-manifest.ts';
import { exists, modelsIn, type PlacedModel } from './models-in.ts';
import { ModelPlaces, PLACES_FILE } from './model-places.ts';
import { freeModelName, modelSlug } from './model-names.ts';
import type { ResolvedModel } from './resolved-model.ts';
import type { ModelFiles } from './verify-model.ts';

/**
 * The models on disk, in one folder each, in one of the folders of `ModelPlaces`. A model exists once its folder has its final name; a folder
 * that ends in `.importing` belongs to an import that runs or was interrupted.
 */
export class ModelLibrary {
  readonly places: ModelPlaces;
  readonly #ports: Ports;
  readonly #models = new Map<ModelId, PlacedModel>();
  readonly #guests = new GuestModels();
  readonly #onChange: () => void;
  readonly #inPlace: InPlaceChecks;

  private constructor(ports: Ports, onChange: () => void) {
    this.#ports = ports;
    this.#inPlace = new InPlaceChecks(ports.log, (modelId, files) => this.#noteTimes(modelId, files));
    this.#onChange = onChange;
    this.places = new ModelPlaces(ports.folders.data);
  }

  /** Where new models go. */
  get folder(): string {
    return this.places.folder;
  }

  static async open(ports: Ports, onChange: () => void): Promise<ModelLibrary> {
    const library = new ModelLibrary(ports, onChange);
    try {
      await mkdir(library.places.ownFolder, { recursive: true });
      await library.#read((folder) => ports.log.warn('a folder in the library holds no model', { folder }));
      // A crash may have come between the rename of a folder and this.
      for (const { manifest, root } of library.#models.values()) await library.#tidy(join(root, manifest.id));
    } catch (error) {
      throw fileError(error, library.folder);
    }
    return library;
  }

  /** Files and folders whose times change when another process adds, moves, renames or removes a model. */
  get watched(): readonly string[] {
    const file = join(this.#ports.folders.data, PLACES_FILE);
    return [file, ...this.places.all, ...[...this.#models.keys()].map((id) => this.#folderOf(id))];
  }

  /** Reads what another process has changed in the library. */
  async refresh(): Promise<void> {
    const known = JSON.stringify([...this.#models]);
    this.places.refresh();
    await this.#read();
    if (JSON.stringify([...this.#models]) !== known) this.#onChange();
  }

  async #read(onStray?: (name: string) => void): Promise<void> {
    const found = await modelsIn(this.places.present, onStray);
    this.#models.clear();
    for (const [id, model] of found) this.#models.set(id, model);
  }

  /** The models that are not where new ones go. */
  get elsewhere(): { readonly id: ModelId; readonly root: string }[] {
    return this.elsewhereOf(this.folder);
  }

  /** The models that are not in `folder`. */
  elsewhereOf(folder: string): { readonly id: ModelId; readonly root: string }[] {
    const all = [...this.#models.values()].filter(({ root }) => root !== folder);
    return all.map(({ manifest, root }) => ({ id: manifest.id, root }));
  }

  /** A model is now where new ones go. */
  moved(modelId: ModelId): void {
    const model = this.#models.get(modelId);
    if (model) this.#models.set(modelId, { ...model, root: this.folder });
  }

  /** Newest first. */
  async list(): Promise<Model[]> {
    const models = await Promise.all(
      [...this.#models.values()].map(async ({ manifest }) =>
        modelOf(manifest, await this.#look(manifest).catch(() => null)),
      ),
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
    const { id, name, sampling, checksum } = manifest;
    return { id, name, path, sampling, contextTokens, checksum, licence: llamaLicenceOf(manifest) };
  }

  /** @throws SarviError as `inspectModel` */
  openGuest(path: string): Promise<ResolvedModel> {
    return this.#guests.open(path, this.folder);
  }

  /** @throws SarviError as `resolveModel` and `readAdapterFile` */
  openAdapted(modelId: ModelId | null, adapter: AdapterUse): Promise<ResolvedModel> {
    return this.#guests.adapt(() => this.resolveModel(modelId), adapter);
  }

  /**
   * Makes a model of a finished import's folder with one rename. The import's claim is released only then, because
   * other processes remove unclaimed folders.
   */
  async publish(folder: string, parts: Omit<ModelManifest, 'version' | 'id' | 'addedAt'>): Promise<ModelId> {
    const name = freeModelName(
      parts,
      [...this.#models.values()].map(({ manifest }) => manifest),
    );
    // The user may have chosen another folder since the import began.
    const root = dirname(folder);
    const slug = modelSlug(`${name} ${parts.facts.fileType}`);
    for (let count = 1; ; count += 1) {
      const id = count === 1 ? slug : `${slug}-${count}`;
      const finalFolder = join(root, id);
      // The name of a folder that is unreadable or another process's is taken, too.
      if (this.#models.has(id) || (await exists(finalFolder))) continue;
      const manifest: ModelManifest = { ...parts, version: 1, id, name, addedAt: this.#ports.now() };
      await writeManifest(folder, manifest);
      try {
        await rename(folder, finalFolder);
      } catch (error) {
        if (isTaken(error)) continue;
        throw fileError(error, finalFolder);
      }
      await syncFolder(root);
      await this.#tidy(finalFolder);
      this.#models.set(id, { manifest, root });
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
    for (const root of this.places.present) await clearImportFolders(root, this.#ports);
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
    return this.#change(modelId, { name });
  }

  /** @throws SarviError `model-unknown`, `write-failed`, `disk-full` */
  async setLineage(modelId: ModelId, lineage: Lineage): Promise<void> {
    return this.#change(modelId, { lineage });
  }

  async #change(modelId: ModelId, change: Partial<ModelManifest>): Promise<void> {
    const manifest = { ...this.#manifest(modelId), ...change };
    await writeManifest(this.#folderOf(modelId), manifest);
    this.#put(manifest);
    this.#onChange();
  }

  /** Removes a model. A file that is used in place stays. @throws SarviError `model-unknown`, `write-failed` */
  async remove(modelId: ModelId): Promise<void> {
    const manifest = this.#manifest(modelId);
    const asides: string[] = [];
    // A move that was cut off may have left it in two folders.
    for (const root of this.places.present) {
      const folder = join(root, manifest.id);
      if (folder !== this.#folderOf(modelId) && !(await exists(folder))) continue;
      // From here on it is no model; after a crash, the rest is removed like that of an import.
      const aside = join(root, `${randomUUID()}${IMPORTING_SUFFIX}`);
      try {
        await rename(folder, aside);
      } catch (error) {
        throw fileError(error, folder);
      }
      asides.push(aside);
    }
    this.#models.delete(modelId);
    this.#onChange();
    for (const aside of asides) await this.#discard(aside);
  }

  /** Removes files of an import from a model's folder. Never throws, because they do no harm. */
  async #tidy(folder: string): Promise<void> {
    try {
      await tidyImportFolder(folder);
    } catch (error) {
      this.#ports.log.warn('an import left something behind', { folder, error: String(error) });
    }
  }

  #folderOf(modelId: ModelId): string {
    return join(this.#models.get(modelId)?.root ?? this.folder, modelId);
  }

  #manifest(modelId: ModelId): ModelManifest {
    const model = this.#models.get(modelId);
    if (!model) throw new SarviError('model-unknown', { model: modelId });
    return model.manifest;
  }

  #put(manifest: ModelManifest): void {
    this.#models.set(manifest.id, { manifest, root: this.#models.get(manifest.id)?.root ?? this.folder });
  }

  async #choose(modelId: ModelId | null): Promise<ModelManifest> {
    if (modelId !== null) return this.#manifest(modelId);
    const preferred = this.#models.get(this.#ports.settings.get().defaultModelId ?? '');
    if (preferred) return preferred.manifest;
    const newest = (await this.list()).find((model) => model.available);
    if (!newest) throw new SarviError('no-model');
    return this.#manifest(newest.id);
  }

  #files({ id, inPlace }: ModelManifest): ModelFiles {
    const [first, ...others] = (inPlace ?? []).map(({ path }) => path);
    return first === undefined ? [join(this.#folderOf(id), MODEL_FILE)] : [first, ...others];
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
    const known = this.#models.get(modelId);
    if (!known) return;
    const manifest = { ...known.manifest, inPlace };
    this.#put(manifest);
    await writeManifest(this.#folderOf(modelId), manifest).catch((error: unknown) => {
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
