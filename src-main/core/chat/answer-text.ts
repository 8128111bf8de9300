import { EMPTY_ANSWER, type ThinkingAndText } from '../thinking-splitter.ts';

/** About 30 a second: as many as a screen shows, and few enough for a renderer to draw each. */
const FLUSH_MS = 33;
/** Half of the text that a crash may lose, so that a slow disk still keeps the promise. */
const SAVE_MS = 500;

export interface AnswerTextListener {
  /** Called with the text since the last call; `offset` is where it begins. */
  flush(kind: keyof ThinkingAndText, offset: number, delta: string): void;
  /** Called every half second while the answer grows; never while the call before it runs, and never after the end. */
  save(said: ThinkingAndText): Promise<void>;
}

/** One growing answer with the thinking before it: collects pieces for the renderer and saves the text as it grows. */
export class AnswerText {
  readonly #listener: AnswerTextListener;
  #said: ThinkingAndText;
  #flushed: ThinkingAndText;
  #saved: ThinkingAndText;
  #flushTimer: NodeJS.Timeout | null = null;
  #saveTimer: NodeJS.Timeout | null = null;
  #saving: Promise<void> = Promise.resolve();
  #isSaving = false;
  /** A save became due while another one ran. */
  #isDue = false;
  #hasEnded = false;

  /** @param before - what the answer says already; it was sent and saved before */
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

  /** Sends what is left and stops the timers. The last save has ended when this resolves. */
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
