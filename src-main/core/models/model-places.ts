/**
 * `model-places.json`: the folders that models are in. New ones go to `folder`, which the user may choose, such as one
 * on another drive. All folders are read, so a model is found wherever it is: before, during and after a move, and when
 * a move was cut off.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { SarviError } from '#contract/errors';
import { FilePath } from '#contract/primitives';
import { writeFileWhole } from '../write-file-whole.ts';

export const PLACES_FILE = 'model-places.json';

const Places = v.object({
  version: v.literal(1),
  /** Null is `models` in the data folder. */
  folder: v.nullable(FilePath),
  /** Others that were chosen earlier and may still have models. */
  former: v.array(FilePath),
  /** Has no model: it is being made, or removed. It is noted before, so that a kill leaves no folder that nobody knows. */
  empty: v.optional(v.nullable(FilePath), null),
});
type Places = v.InferOutput<typeof Places>;

const FIRST: Places = { version: 1, folder: null, former: [], empty: null };

export class ModelPlaces {
  /** Within the data folder. */
  readonly ownFolder: string;
  readonly #path: string;
  #places: Places;

  constructor(dataFolder: string) {
    this.ownFolder = join(dataFolder, 'models');
    this.#path = join(dataFolder, PLACES_FILE);
    this.#places = read(this.#path);
  }

  /** Where new models go. Its drive may be away. */
  get folder(): string {
    return this.#places.folder ?? this.ownFolder;
  }

  /** All folders, that of new models first. */
  get all(): readonly string[] {
    return [...new Set([this.folder, this.ownFolder, ...this.#places.former])];
  }

  /** Those that can be read now. */
  get present(): readonly string[] {
    return this.all.filter((folder) => existsSync(folder));
  }

  /**
   * Before anything is written: a folder that is made at the mount point of a drive would be hidden when it comes back.
   *
   * @throws SarviError `path-missing` when the drive is away
   */
  requireFolder(): void {
    if (!existsSync(this.folder)) throw new SarviError('path-missing', { path: this.folder });
  }

  /** Reads what another process has chosen. */
  refresh(): void {
    this.#places = read(this.#path);
  }

  /** The folder that was being made or removed; null for none, and for one that models may be in. */
  get empty(): string | null {
    const { empty } = this.#places;
    return empty === null || this.all.includes(empty) ? null : empty;
  }

  /** Before `folder` is made, and before one without models is removed. @throws SarviError `write-failed`, `disk-full` */
  async noteEmpty(folder: string): Promise<void> {
    const former = this.#places.former.filter((known) => known !== folder);
    await this.#write({ ...this.#places, former, empty: folder });
  }

  /** When it is there and in use, or gone. @throws SarviError `write-failed`, `disk-full` */
  async forgetEmpty(): Promise<void> {
    if (this.#places.empty !== null) await this.#write({ ...this.#places, empty: null });
  }

  /** @throws SarviError `write-failed`, `disk-full` */
  async choose(folder: string): Promise<void> {
    const former = this.all.filter((known) => known !== folder && known !== this.ownFolder);
    await this.#write({ version: 1, folder: folder === this.ownFolder ? null : folder, former, empty: null });
  }

  async #write(places: Places): Promise<void> {
    await writeFileWhole(this.#path, `${JSON.stringify(places, null, 2)}\n`);
    this.#places = places;
  }
}

function read(path: string): Places {
  try {
    const parsed = v.safeParse(Places, JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.output : FIRST;
  } catch {
    return FIRST;
  }
}
