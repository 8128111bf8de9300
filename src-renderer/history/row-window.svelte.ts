import type { Attachment } from 'svelte/attachments';

/** Rows drawn beyond each edge of the view, so that fast scrolling shows no empty place. */
const BEYOND = 10;

/**
 * Which rows of a long list are close enough to the view to be in the page. Heights are given in rem and not measured,
 * so positions are sums; they follow the text size.
 */
export class RowWindow {
  readonly #heights: () => readonly number[];
  #scroller: HTMLElement | null = null;
  #remPx = $state(16);
  #topPx = $state(0);
  #viewPx = $state(0);
  /** Where each row begins and, last, where the list ends, in rem. */
  readonly places = $derived.by(() => {
    const heights = this.#heights();
    const places = new Float64Array(heights.length + 1);
    for (const [index, height] of heights.entries()) places[index + 1] = (places[index] ?? 0) + height;
    return places;
  });
  readonly heightRem = $derived(this.places.at(-1) ?? 0);
  readonly #count = $derived(this.places.length - 1);
  readonly first = $derived(Math.max(0, this.#rowAt(this.#topPx) - BEYOND));
  /** One past the last row that is drawn. */
  readonly end = $derived(Math.min(this.#count, this.#rowAt(this.#topPx + this.#viewPx) + 1 + BEYOND));

  /** @param heights - of all rows, in rem */
  constructor(heights: () => readonly number[]) {
    this.#heights = heights;
  }

  /** For the scrolling element. */
  readonly attach: Attachment<HTMLElement> = (scroller) => {
    this.#scroller = scroller;
    const measure = () => {
      this.#remPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      this.#viewPx = scroller.clientHeight;
      this.#topPx = scroller.scrollTop;
    };
    const scrolled = () => (this.#topPx = scroller.scrollTop);
    const observer = new ResizeObserver(measure);
    observer.observe(scroller);
    scroller.addEventListener('scroll', scrolled, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', scrolled);
      this.#scroller = null;
    };
  };

  /** Scrolls only as far as needed to make the row visible. */
  reveal(index: number): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    const top = (this.places[index] ?? 0) * this.#remPx;
    const bottom = (this.places[index + 1] ?? 0) * this.#remPx;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (bottom > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = bottom - scroller.clientHeight;
    this.#topPx = scroller.scrollTop;
  }

  toTop(): void {
    if (this.#scroller) this.#scroller.scrollTop = 0;
  }

  /** The row one view height away. */
  pageFrom(index: number, direction: 1 | -1): number {
    const fromPx = (this.places[index] ?? 0) * this.#remPx;
    return this.#rowAt(Math.max(0, fromPx + direction * this.#viewPx));
  }

  #rowAt(px: number): number {
    const rem = px / this.#remPx;
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.places[middle] ?? 0) <= rem) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, Math.min(low, this.#count - 1));
  }
}
