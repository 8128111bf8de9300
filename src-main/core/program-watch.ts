import { stat } from 'node:fs/promises';
import { SarviError } from '#contract/errors';

/** An installation takes seconds, and what could fail after it is an answer or an import that begins then. */
const INTERVAL_MS = 15_000;

/**
 * Notices that another version was installed over the running program, as `apt` and `dnf` let it happen: the processes that
 * this one starts from then on are the other version's.
 */
export class ProgramWatch {
  readonly #path: string;
  readonly #onReplaced: (notice: SarviError) => void;
  readonly #timer: NodeJS.Timeout;
  #identity: string | null = null;

  private constructor(path: string, onReplaced: (notice: SarviError) => void) {
    this.#path = path;
    this.#onReplaced = onReplaced;
    this.#timer = setInterval(() => void this.look(), INTERVAL_MS).unref();
  }

  /** @param onReplaced - called once */
  static async open(path: string, onReplaced: (notice: SarviError) => void): Promise<ProgramWatch> {
    const watch = new ProgramWatch(path, onReplaced);
    watch.#identity = await identityOf(path);
    return watch;
  }

  async look(): Promise<void> {
    const found = await identityOf(this.#path);
    // In the middle of an installation there is no file.
    if (found === null || found === this.#identity) return;
    if (this.#identity !== null) this.#onReplaced(new SarviError('program-replaced'));
    this.dispose();
    this.#identity = found;
  }

  dispose(): void {
    clearInterval(this.#timer);
  }
}

async function identityOf(path: string): Promise<string | null> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found && `${found.dev} ${found.ino} ${found.size} ${found.mtimeNs}`;
}
