import { randomUUID } from 'node:crypto';
import { SarviError } from '#contract/errors';

/** The longest that closing waits for answers to stop; then the engine process is ended. */
const DISPOSE_WAIT_MS = 3000;

/** An act that occupies a conversation from its first moment: an answer, or a change of its messages. */
export class Running {
  readonly generationId = randomUUID();
  readonly #stopping = new AbortController();
  readonly #free: () => void;
  #run: Promise<void> | null = null;
  #done: Promise<void> = Promise.resolve();

  /** @param free - lets the next act of the conversation begin */
  constructor(free: () => void) {
    this.#free = free;
  }

  /** Aborts when the answer is to stop. An answer that is still being prepared then ends before it begins. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Resolves when the conversation is free and everything is saved; never rejects. */
  get done(): Promise<void> {
    return this.#done;
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Prepares, and then runs as long as the answer that was started. Rejects as `prepare` does. */
  async prepare<Value>(prepare: () => Promise<Value>): Promise<Value> {
    const preparing = prepare();
    const ignored = (): void => undefined;
    this.#done = preparing.then(ignored, ignored).then(() => this.#run ?? undefined);
    try {
      return await preparing;
    } finally {
      if (!this.#run) this.#free();
    }
  }

  /** Follows the started answer, which calls `free` when the next act may begin. */
  begin(run: (free: () => void) => Promise<void>): void {
    this.#run = run(this.#free);
  }
}

/** The running act of each conversation; there is at most one. */
export class RunningAnswers {
  readonly #byConversation = new Map<string, Running>();

  /** Runs `prepare` while nothing else can begin in the conversation. @throws SarviError `generation-running` */
  async claim<Value>(conversationId: string, prepare: (running: Running) => Promise<Value>): Promise<Value> {
    if (this.#byConversation.has(conversationId)) throw new SarviError('generation-running', { conversationId });
    const running = new Running(() => {
      if (this.#byConversation.get(conversationId) === running) this.#byConversation.delete(conversationId);
    });
    this.#byConversation.set(conversationId, running);
    return running.prepare(() => prepare(running));
  }

  /** Does nothing when it has ended. */
  stop(generationId: string): void {
    for (const running of this.#byConversation.values()) {
      if (running.generationId === generationId) running.stop();
    }
  }

  /** Stops the act of a conversation, and waits until it is saved. */
  async stopConversation(conversationId: string): Promise<void> {
    const running = this.#byConversation.get(conversationId);
    running?.stop();
    await running?.done;
  }

  /** Stops everything, and waits until all of it is saved. */
  async stopAll(): Promise<void> {
    for (const running of this.#byConversation.values()) running.stop();
    await this.settled();
  }

  /** Resolves when every running act has ended. */
  async settled(): Promise<void> {
    await Promise.all([...this.#byConversation.values()].map(({ done }) => done));
  }

  /** Stops everything and waits until all of it is saved, but not longer than a user would wait. */
  async dispose(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, DISPOSE_WAIT_MS)));
    await Promise.race([this.stopAll(), patience]);
    clearTimeout(timer);
  }
}
