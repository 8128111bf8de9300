/** About 30 a second: what a screen can show, and few enough for a renderer to draw each. */
const FLUSH_MS = 33;
/** Half of what a crash may take, so that a slow disk still keeps the promise. */
const SAVE_MS = 500;

export interface AnswerTextListener {
  /** Text that has gathered since the last time; `offset` is where it begins. */
  flush(offset: number, delta: string): void;
  /** Called every half second while the text grows; never again before the last one is done, nor after the end. */
  save(text: string): Promise<void>;
}

/** The growing text of one answer: gathers its pieces for the renderer and has it saved as it grows. */
export class AnswerText {
  readonly #listener: AnswerTextListener;
  #text: string;
  #flushedLength: number;
  #savedLength: number;
  #flushTimer: NodeJS.Timeout | null = null;
  #saveTimer: NodeJS.Timeout | null = null;
  #saving: Promise<void> = Promise.resolve();
  #isSaving = false;
  /** A save fell due during the one before it. */
  #isDue = false;
  #hasEnded = false;

  /** @param before - what the answer says already; it has been told and saved */
  constructor(listener: AnswerTextListener, before = '') {
    this.#listener = listener;
    this.#text = before;
    this.#flushedLength = before.length;
    this.#savedLength = before.length;
  }

  get text(): string {
    return this.#text;
  }

  append(delta: string): void {
    this.#text += delta;
    this.#flushTimer ??= setTimeout(() => this.#flush(), FLUSH_MS);
    this.#saveTimer ??= setTimeout(() => this.#save(), SAVE_MS);
  }

  /** Flushes what is left and stops the timers; the last save is over when this resolves. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    if (this.#saveTimer) clearTimeout(this.#saveTimer);
    this.#flush();
    await this.#saving;
  }

  #flush(): void {
    if (this.#flushTimer) clearTimeout(this.#flushTimer);
    this.#flushTimer = null;
    const delta = this.#text.slice(this.#flushedLength);
    if (delta === '') return;
    const offset = this.#flushedLength;
    this.#flushedLength = this.#text.length;
    this.#listener.flush(offset, delta);
  }

  #save(): void {
    this.#saveTimer = null;
    this.#isDue = this.#isSaving;
    if (this.#isSaving || this.#hasEnded || this.#savedLength === this.#text.length) return;
    const text = this.#text;
    this.#isSaving = true;
    this.#saving = this.#listener.save(text).finally(() => {
      this.#isSaving = false;
      this.#savedLength = text.length;
      if (this.#isDue) this.#save();
    });
  }
}
