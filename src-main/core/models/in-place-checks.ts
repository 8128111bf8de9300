import { SarviError } from '#contract/errors';
import type { ModelId } from '#contract/primitives';
import type { SourceFile } from '../convert/journal.ts';
import type { Log } from '../ports.ts';
import { lookInPlace } from './in-place-files.ts';
import type { ModelManifest } from './model-manifest.ts';
import { modelChecksum } from './verify-model.ts';

type InPlaceModel = Pick<ModelManifest, 'id' | 'name' | 'checksum'> & { readonly inPlace: readonly SourceFile[] };

interface Check {
  /** Sizes and times of the files when the check began. */
  readonly state: string;
  readonly isSame: Promise<boolean>;
}

/**
 * Checks whether the files of models used in place are still the imported ones. When a time differs, as after a copy or
 * a restored backup, the bytes decide; they are read once for each such change.
 */
export class InPlaceChecks {
  readonly #log: Log;
  readonly #onSame: (modelId: ModelId, files: SourceFile[]) => Promise<void>;
  readonly #checks = new Map<ModelId, Check>();

  /** @param onSame - called with files that have the same bytes but other times */
  constructor(log: Log, onSame: (modelId: ModelId, files: SourceFile[]) => Promise<void>) {
    this.#log = log;
    this.#onSame = onSame;
  }

  /** Checks without reading bytes; what is not known yet passes. @throws SarviError as `require` */
  async look({ id, name, inPlace }: InPlaceModel): Promise<void> {
    const { now, isTouched } = await lookInPlace(name, inPlace);
    const check = isTouched ? this.#checks.get(id) : undefined;
    if (check?.state !== stateOf(now)) return;
    const isSame = await Promise.race([check.isSame, Promise.resolve(true)]);
    if (!isSame) throw changed(name, now);
  }

  /** @throws SarviError `model-file-missing`, `model-file-changed` */
  async require(model: InPlaceModel): Promise<void> {
    const { now, isTouched } = await lookInPlace(model.name, model.inPlace);
    if (!isTouched) return;
    let check = this.#checks.get(model.id);
    if (check?.state !== stateOf(now)) {
      check = { state: stateOf(now), isSame: this.#read(model, now) };
      this.#checks.set(model.id, check);
    }
    if (!(await check.isSame)) throw changed(model.name, now);
  }

  async #read({ id, name, checksum }: InPlaceModel, now: SourceFile[]): Promise<boolean> {
    const [first, ...others] = now.map(({ path }) => path);
    // Models of earlier versions have no checksum.
    if (first === undefined || checksum === undefined) return false;
    this.#log.info('the time of a model file is another; its bytes are checked', { name });
    const found = await modelChecksum([first, ...others]).catch(() => null);
    if (found === checksum) await this.#onSame(id, now);
    return found === checksum;
  }
}

function stateOf(files: readonly SourceFile[]): string {
  return JSON.stringify(files);
}

function changed(name: string, [first]: readonly SourceFile[]): SarviError {
  return new SarviError('model-file-changed', { name, path: first?.path ?? '' });
}
