import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Adapter, AdapterChoice, AdapterId } from '#contract/adapters';
import { SarviError } from '#contract/errors';
import type { Lineage } from '#contract/lineages';
import { convertAdapterApart } from '../convert/adapter-task.ts';
import { fileError } from '../file-error.ts';
import { formatBytes } from '../format-bytes.ts';
import { requireFreeBytes } from '../require-free-bytes.ts';
import { readAdapterFile } from '../gguf/read-adapter-file.ts';
import type { Ports } from '../ports.ts';
import { syncFolder } from '../sync-folder.ts';
import {
  ADAPTER_FILE,
  adapterFacts,
  readAdapterManifest,
  shown,
  writeAdapterManifest,
  type AdapterManifest,
} from './adapter-manifest.ts';
import { copyFileDurably, digestFile } from './copy-file.ts';
import { IMPORTING_SUFFIX, REMOVAL } from './import-folders.ts';

/** Rank 256 of every matrix of a 70B model, in float32. */
const MAX_FILE_BYTES = 16 * 2 ** 30;
/** Longer than any import takes, so that the work of another process is not removed. */
const ABANDONED_MS = 60 * 60_000;

/**
 * The LoRA adapters on disk, in one folder each under `adapters/`, named by the digest of the file. An adapter exists
 * once its folder has its final name; a folder that ends in `.importing` is unfinished.
 */
export class AdapterLibrary {
  readonly folder: string;
  readonly #ports: Ports;
  readonly #manifests = new Map<AdapterId, AdapterManifest>();
  readonly #onChange: () => void;

  private constructor(ports: Ports, onChange: () => void) {
    this.#ports = ports;
    this.#onChange = onChange;
    this.folder = join(ports.folders.data, 'adapters');
  }

  /** Removes what unfinished imports have left. @throws SarviError `write-failed`, `path-unreadable`, `disk-full` */
  static async open(ports: Ports, onChange: () => void): Promise<AdapterLibrary> {
    const library = new AdapterLibrary(ports, onChange);
    try {
      await mkdir(library.folder, { recursive: true });
      for (const entry of await readdir(library.folder, { withFileTypes: true })) {
        if (!entry.isDirectory()) continue;
        const folder = join(library.folder, entry.name);
        if (entry.name.endsWith(IMPORTING_SUFFIX)) await library.#discardLeftover(folder);
        else await library.#take(folder);
      }
    } catch (error) {
      throw fileError(error, library.folder);
    }
    return library;
  }

  /** Folders whose times change when another process adds, renames or removes an adapter. */
  get watched(): readonly string[] {
    return [this.folder, ...[...this.#manifests.keys()].map((id) => join(this.folder, id))];
  }

  /** Reads what another process has changed in the library. */
  async refresh(): Promise<void> {
    const known = JSON.stringify([...this.#manifests]);
    for (const name of await readdir(this.folder)) {
      if (name.endsWith(IMPORTING_SUFFIX)) continue;
      const folder = join(this.folder, name);
      const manifest = await readAdapterManifest(folder);
      // Checked again, because this process may have added or removed one meanwhile.
      if (manifest?.id === name && existsSync(folder)) this.#manifests.set(name, manifest);
    }
    for (const id of this.#manifests.keys()) if (!existsSync(join(this.folder, id))) this.#manifests.delete(id);
    if (JSON.stringify([...this.#manifests]) !== known) this.#onChange();
  }

  /** Newest first. */
  async list(): Promise<Adapter[]> {
    const adapters = await Promise.all(
      [...this.#manifests.values()].map(async ({ version: _, ...manifest }): Promise<Adapter> => {
        return { ...manifest, available: await this.#isWhole(manifest) };
      }),
    );
    return adapters.sort((a, b) => b.addedAt - a.addedAt || a.name.localeCompare(b.name));
  }

  nameOf(adapterId: AdapterId): string | null {
    return this.#manifests.get(adapterId)?.name ?? null;
  }

  /**
   * Copies a GGUF adapter, or converts a PEFT folder. An adapter that is already there is returned, unless its file was
   * lost or changed.
   *
   * @param basePath - the GGUF file of the model that a PEFT folder belongs to; null uses a config.json next to the
   *   adapter
   * @param lineage - how it was trained, if that is known
   * @throws SarviError those of `readAdapterFile` and `convertAdapter`; `adapter-too-large`, `disk-full`,
   *   `write-failed`, `conversion-crashed`
   */
  async import(path: string, basePath: string | null, lineage: Lineage | null = null): Promise<Adapter> {
    const working = join(this.folder, `${randomUUID()}${IMPORTING_SUFFIX}`);
    try {
      await mkdir(working, { recursive: true });
    } catch (error) {
      throw fileError(error, working);
    }
    try {
      const filePath = join(working, ADAPTER_FILE);
      const baseModel = await this.#bringIn(path, basePath, filePath);
      const file = await readAdapterFile(filePath);
      const facts = adapterFacts(file);
      const id = (
        await digestFile(filePath).catch((error: unknown) => Promise.reject(fileError(error, filePath)))
      ).slice(0, 32);
      const present = this.#manifests.get(id);
      if (present && (await this.#isWhole(present))) return { ...withoutVersion(present), available: true };
      const fileName = basename(path).replace(/\.gguf$/i, '');
      const manifest: AdapterManifest = {
        version: 1,
        id,
        name: present?.name ?? this.#freeName(facts.name ?? shown(fileName) ?? id),
        addedAt: this.#ports.now(),
        sizeBytes: file.sizeBytes,
        baseModel: facts.baseModel ?? shown(baseModel),
        rank: facts.rank,
        alpha: facts.alpha,
        ...(lineage === null ? {} : { lineage }),
      };
      await writeAdapterManifest(working, manifest);
      await this.#publish(working, manifest);
      return { ...withoutVersion(manifest), available: true };
    } finally {
      await rm(working, REMOVAL).catch((error: unknown) => {
        this.#ports.log.warn('an import left something behind', { folder: working, error: String(error) });
      });
    }
  }

  /** @throws SarviError `adapter-unknown`, `write-failed`, `disk-full` */
  async rename(adapterId: AdapterId, name: string): Promise<void> {
    return this.#change(adapterId, { name });
  }

  /** @throws SarviError `adapter-unknown`, `write-failed`, `disk-full` */
  async setLineage(adapterId: AdapterId, lineage: Lineage): Promise<void> {
    return this.#change(adapterId, { lineage });
  }

  async #change(adapterId: AdapterId, change: Partial<AdapterManifest>): Promise<void> {
    const manifest = { ...this.#manifest(adapterId), ...change };
    await writeAdapterManifest(join(this.folder, adapterId), manifest);
    this.#manifests.set(adapterId, manifest);
    this.#onChange();
  }

  /** @throws SarviError `adapter-unknown`, `write-failed` */
  async remove(adapterId: AdapterId): Promise<void> {
    this.#manifest(adapterId);
    // From here on it is no adapter; after a crash, the next start removes the rest.
    const aside = await this.#putAside(adapterId);
    this.#manifests.delete(adapterId);
    this.#onChange();
    if (aside !== null) await rm(aside, REMOVAL).catch((error: unknown) => Promise.reject(fileError(error, aside)));
  }

  /**
   * The path of a conversation's adapter, if its file has not changed.
   *
   * @throws SarviError `adapter-unknown`, `adapter-file-missing`, both with the name
   */
  async pathOf({ adapterId, name }: Pick<AdapterChoice, 'adapterId' | 'name'>): Promise<string> {
    const manifest = this.#manifests.get(adapterId);
    if (!manifest) throw new SarviError('adapter-unknown', { name });
    const path = join(this.folder, adapterId, ADAPTER_FILE);
    if (!(await this.#isWhole(manifest))) throw new SarviError('adapter-file-missing', { name: manifest.name, path });
    return path;
  }

  /** Writes a checked adapter to `filePath`. Answers the base model that a PEFT folder names. */
  async #bringIn(path: string, basePath: string | null, filePath: string): Promise<string | null> {
    const source = await stat(path).catch((error: unknown) => Promise.reject(fileError(error, path)));
    if (source.isDirectory()) {
      const task = { adapterPath: path, outputPath: filePath, basePath: basePath ?? undefined };
      return (await convertAdapterApart(this.#ports, task)).baseModel;
    }
    const { sizeBytes } = await readAdapterFile(path);
    if (sizeBytes > MAX_FILE_BYTES) {
      const [size, limit] = [formatBytes(sizeBytes), formatBytes(MAX_FILE_BYTES)];
      throw new SarviError('adapter-too-large', { path, size, limit });
    }
    await requireFreeBytes(dirname(filePath), sizeBytes, this.folder);
    try {
      await copyFileDurably(path, filePath);
    } catch (error) {
      throw fileError(error, filePath);
    }
    return null;
  }

  async #publish(working: string, manifest: AdapterManifest): Promise<void> {
    const folder = join(this.folder, manifest.id);
    // The existing folder is damaged or another process's; this one's bytes are right.
    const aside = await this.#putAside(manifest.id);
    try {
      await rename(working, folder);
    } catch (error) {
      throw fileError(error, folder);
    }
    await syncFolder(this.folder);
    this.#manifests.set(manifest.id, manifest);
    this.#onChange();
    if (aside !== null) await rm(aside, REMOVAL).catch(() => undefined);
  }

  /** Renames an adapter's folder out of the library; null when there is none. @throws SarviError `write-failed` */
  async #putAside(adapterId: AdapterId): Promise<string | null> {
    const folder = join(this.folder, adapterId);
    const aside = join(this.folder, `${randomUUID()}${IMPORTING_SUFFIX}`);
    try {
      await rename(folder, aside);
      return aside;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw fileError(error, folder);
    }
  }

  async #take(folder: string): Promise<void> {
    const manifest = await readAdapterManifest(folder);
    if (manifest?.id === basename(folder)) this.#manifests.set(manifest.id, manifest);
    else this.#ports.log.warn('a folder in the library holds no adapter', { folder });
  }

  /** A command line may be importing next to the window. */
  async #discardLeftover(folder: string): Promise<void> {
    try {
      const { mtimeMs } = await stat(folder);
      if (this.#ports.now() - mtimeMs < ABANDONED_MS) return;
      await rm(folder, REMOVAL);
    } catch (error) {
      this.#ports.log.warn('an import left something behind', { folder, error: String(error) });
    }
  }

  #manifest(adapterId: AdapterId): AdapterManifest {
    const manifest = this.#manifests.get(adapterId);
    if (!manifest) throw new SarviError('adapter-unknown', { name: adapterId });
    return manifest;
  }

  async #isWhole({ id, sizeBytes }: Pick<AdapterManifest, 'id' | 'sizeBytes'>): Promise<boolean> {
    return stat(join(this.folder, id, ADAPTER_FILE)).then(
      (file) => file.isFile() && file.size === sizeBytes,
      () => false,
    );
  }

  #freeName(wanted: string): string {
    const taken = new Set([...this.#manifests.values()].map(({ name }) => name));
    let name = wanted;
    for (let count = 2; taken.has(name); count += 1) name = `${wanted} (${count})`;
    return name;
  }
}

function withoutVersion({ version: _, ...manifest }: AdapterManifest): Omit<Adapter, 'available'> {
  return manifest;
}
