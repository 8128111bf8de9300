import { EMPTY_ANSWER, type ThinkingAndText } from '../thinking-splitter.ts';

/** About 30 a second: what a screen can show, and few enough for a renderer to draw each. */
const FLUSH_MS = 33;
/** Half of what a crash may take, so that a slow disk still keeps the promise. */
const SAVE_MS = 500;

export interface AnswerTextListener {
  /** What has gathered since the last time; `offset` is where it begins. */
  flush(kind: keyof ThinkingAndText, offset: number, delta: string): void;
  /** Called every half second while the answer grows; never again before the last one is done, nor after the end. */
  save(said: ThinkingAndText): Promise<void>;
}

/** One growing answer, and the thinking before it: gathers the pieces for the renderer and has them saved as they come. */
export class AnswerText {
  readonly #listener: AnswerTextListener;
  #said: ThinkingAndText;
  #flushed: ThinkingAndText;
  #saved: ThinkingAndText;
  #flushTimer: NodeJS.Timeout | null = null;
  #saveTimer: NodeJS.Timeout | null = null;
  #saving: Promise<void> = Promise.resolve();
  #isSaving = false;
  /** A save fell due during the one before it. */
  #isDue = false;
  #hasEnded = false;

  /** @param before - what the answer says already; it has been told and saved */
  constructor(listener: AnswerTextListener, before: ThinkingAndText = EMPTY_ANSWER) {
    this.#listener = listener;
    this.#said = before;
    this.#flushed = before;
    this.#saved = before;
  }

  get said(): ThinkingAndText {
    return this.#said;
  }

  append({ thinking, text }: ThinkingAndText): void {
    this.#said = { thinking: this.#said.thinking + thinking, text: this.#said.text + text };
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
    const before = this.#flushed;
    this.#flushed = this.#said;
    for (const kind of ['thinking', 'text'] as const) {
      const offset = before[kind].length;
      const delta = this.#said[kind].slice(offset);
      if (delta !== '') this.#listener.flush(kind, offset, delta);
    }
  }

  #save(): void {
    this.#saveTimer = null;
    this.#isDue = this.#isSaving;
    const said = this.#said;
    if (this.#isSaving || this.#hasEnded || lengthOf(this.#saved) === lengthOf(said)) return;
    this.#isSaving = true;
    this.#saving = this.#listener.save(said).finally(() => {
      this.#isSaving = false;
      this.#saved = said;
      if (this.#isDue) this.#save();
    });
  }
}

function lengthOf({ thinking, text }: ThinkingAndText): number {
  return thinking.length + text.length;
}
