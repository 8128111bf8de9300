export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'ember';
  /** Stays until it is dismissed. */
  readonly lasting: boolean;
  /** Called when it is dismissed, and when its act is done. */
  readonly onDismissed: () => void;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

/** Long enough to read a sentence and to reach "Undo" with the keyboard. */
const SHOWN_MS = 8000;

/** For notes that disappear by themselves; more would hide the page. */
const SHOWN_AT_ONCE = 3;

/**
 * Short notes at the edge of the window, with at most one act each. Others never replace a lasting one, which is shown
 * once however often it is reported.
 */
export class ToastsState {
  all = $state.raw<readonly Toast[]>([]);
  /** Height of the part at the lower edge that notes must not cover; null when there is none. */
  floorPx = $state<number | null>(null);
  #nextId = 1;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(text: string, options: Partial<Omit<Toast, 'id' | 'text'>> = {}): void {
    if (options.lasting && this.all.some((shown) => shown.lasting && shown.text === text)) return;
    const toast: Toast = {
      id: this.#nextId,
      text,
      tone: options.tone ?? 'plain',
      lasting: options.lasting ?? false,
      onDismissed: options.onDismissed ?? (() => undefined),
      action: options.action ?? null,
    };
    this.#nextId += 1;
    const passing = this.all.filter(({ lasting }) => !lasting);
    const oldest = passing.length >= SHOWN_AT_ONCE ? passing[0] : undefined;
    if (oldest && !toast.lasting) this.dismiss(oldest.id);
    this.all = [...this.all, toast];
    this.#start(toast);
  }

  dismiss(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.all.find((toast) => toast.id === id)?.onDismissed();
    this.all = this.all.filter((toast) => toast.id !== id);
  }

  /** While the pointer or the focus is on the notes, none disappears. */
  hold(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  release(): void {
    for (const toast of this.all) this.#start(toast);
  }

  #start({ id, lasting }: Toast): void {
    clearTimeout(this.#timers.get(id));
    if (lasting) return;
    this.#timers.set(
      id,
      setTimeout(() => {
        this.dismiss(id);
      }, SHOWN_MS),
    );
  }
}
