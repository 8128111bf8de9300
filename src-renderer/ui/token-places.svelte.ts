const STEPS: Readonly<Record<string, (place: number, count: number) => number>> = {
  ArrowRight: (place) => place + 1,
  ArrowDown: (place) => place + 1,
  ArrowLeft: (place) => place - 1,
  ArrowUp: (place) => place - 1,
  Home: () => 0,
  End: (_place, count) => count - 1,
};

/** The buttons of a text's tokens, each with its place as `data-place`: Tab reaches one, the arrows the others. */
export class TokenPlaces {
  /** The place that Tab reaches. */
  reached = $state(0);
  /** The element that has the buttons. */
  text: HTMLElement | undefined = $state();
  readonly #count: () => number;

  constructor(count: () => number) {
    this.#count = count;
  }

  buttonAt(place: number): HTMLElement | null {
    return this.text?.querySelector<HTMLElement>(`[data-place="${place}"]`) ?? null;
  }

  focus(): void {
    this.buttonAt(this.reached)?.focus();
  }

  readonly move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const count = this.#count();
    this.reached = Math.max(0, Math.min(count - 1, step(this.reached, count)));
    this.focus();
  };
}
