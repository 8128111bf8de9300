import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { describeExit } from '../engine/describe-exit.ts';
import type { Child, ChildExit, Ports } from '../ports.ts';
import type { AnyTask, FromScoring, Outcomes, TaskKind, ToScoring } from './protocol.ts';

export interface TaskWatch {
  readonly signal: AbortSignal;
  readonly onProgress: (phase: 'loading' | 'reading', fraction: number) => void;
}

/** A task before it has its id. */
export type TaskOf<Kind extends TaskKind> = { readonly kind: Kind } & Omit<Extract<AnyTask, { kind: Kind }>, 'id'>;

/** A cancelled task ends between two batches, which may take long; after this time its process is ended. */
const CANCEL_GRACE_MS = 500;

/** The connection to one scoring process, from its start to its end. */
export class ScoringConnection {
  readonly #child: Child;
  readonly #ended: Promise<void>;
  #exit: ChildExit | null = null;
  #isKilled = false;
  #nextId = 1;
  #onMessage: (message: FromScoring) => void = () => undefined;
  #onExit: () => void = () => undefined;

  constructor(ports: Pick<Ports, 'spawn' | 'entries'>) {
    this.#child = ports.spawn(ports.entries.scoring, {
      title: 'Sarvi scoring',
      // ggml starts new worker threads for each libuv thread that enters it.
      environment: { UV_THREADPOOL_SIZE: '1' },
    });
    this.#child.onMessage((message) => this.#onMessage(message as FromScoring));
    this.#ended = new Promise((resolve) => {
      this.#child.onExit((exit) => {
        this.#exit = exit;
        this.#onExit();
        resolve();
      });
    });
  }

  get isAlive(): boolean {
    return this.#exit === null && !this.#isKilled;
  }

  get processId(): number | undefined {
    return this.#child.processId;
  }

  /** Runs one task at a time. @throws SarviError the task's own; `cancelled`, `scoring-crashed` */
  async run<Kind extends TaskKind>(task: TaskOf<Kind>, { signal, onProgress }: TaskWatch): Promise<Outcomes[Kind]> {
    if (signal.aborted) throw new SarviError('cancelled');
    const id = this.#nextId++;
    let timer: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      this.#child.send({ kind: 'cancel', id } satisfies ToScoring);
      timer = setTimeout(() => this.#kill(), CANCEL_GRACE_MS);
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<Outcomes[Kind]>((resolve, reject) => {
        this.#onExit = () => reject(signal.aborted ? new SarviError('cancelled') : this.#crash());
        if (this.#exit) return this.#onExit();
        this.#onMessage = (message) => {
          if (message.id !== id) return;
          if (message.kind === 'progress') onProgress(message.phase, message.fraction);
          else if (message.kind === 'done') resolve(message.outcome as Outcomes[Kind]);
          else reject(SarviError.fromReport(message.error));
        };
        this.#child.send({ id, ...task });
      });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      this.#onExit = () => undefined;
      this.#onMessage = () => undefined;
    }
  }

  /** Ends the process; resolves after it has ended, when its memory is free and its files are unused. */
  async end(): Promise<void> {
    this.#kill();
    await this.#ended;
  }

  #kill(): void {
    if (this.#exit) return;
    this.#isKilled = true;
    this.#child.kill();
  }

  #crash(): SarviError {
    const reason = this.#isKilled || !this.#exit ? because('ended-from-outside') : describeExit(this.#exit);
    return new SarviError('scoring-crashed', { reason });
  }
}
