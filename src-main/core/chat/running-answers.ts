import { randomUUID } from 'node:crypto';
import { SarviError } from '#contract/errors';

/** Longest that closing waits for answers to stop by themselves; then the engine process is ended under them. */
const DISPOSE_WAIT_MS = 3000;

/** What a conversation is taken for, from the first moment on: an answer, or a change of its messages. */
export class Running {
  readonly generationId = randomUUID();
  readonly #stopping = new AbortController();
  readonly #free: () => void;
  #run: Promise<void> | null = null;
  #done: Promise<void> = Promise.resolve();

  /** @param free - lets the conversation go */
  constructor(free: () => void) {
    this.#free = free;
  }

  /** Aborts when the answer is to stop, even one that is still being prepared: it then ends before it begins. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Resolves when the conversation is free and all is kept; never rejects. */
  get done(): Promise<void> {
    return this.#done;
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** Prepares, and then goes on as long as the run that was begun. Rejects as `prepare` does. */
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

  /** What was prepared goes on by itself; it calls `free` when the next may begin. */
  begin(run: (free: () => void) => Promise<void>): void {
    this.#run = run(this.#free);
  }
}

/** What goes on in each conversation: one thing at a time. */
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

  /** One that has ended is left alone. */
  stop(generationId: string): void {
    for (const running of this.#byConversation.values()) {
      if (running.generationId === generationId) running.stop();
    }
  }

  /** Stops what goes on in a conversation, and waits until it is kept. */
  async stopConversation(conversationId: string): Promise<void> {
    const running = this.#byConversation.get(conversationId);
    running?.stop();
    await running?.done;
  }

  /** Stops everything, and waits until all of it is kept. */
  async stopAll(): Promise<void> {
    for (const running of this.#byConversation.values()) running.stop();
    await this.settled();
  }

  /** Resolves when all that goes on has ended. */
  async settled(): Promise<void> {
    await Promise.all([...this.#byConversation.values()].map(({ done }) => done));
  }

  /** Stops everything, and waits, for as long as a user would, until all of it is kept. */
  async dispose(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, DISPOSE_WAIT_MS)));
    await Promise.race([this.stopAll(), patience]);
    clearTimeout(timer);
  }
}
