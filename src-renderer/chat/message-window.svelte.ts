import type { Attachment } from 'svelte/attachments';
import { planRows } from './plan-rows.ts';
import type { PlannedRow } from './plan-rows.ts';
import { anchorAt, topFor } from './scroll-anchor.ts';
import type { Rows, ScrollAnchor } from './scroll-anchor.ts';

export interface WindowRow {
  readonly key: string;
  /** Used until the row was measured. */
  readonly estimatePx: number;
}

/** Within this distance of the end, in pixels, the reader counts as being at the end. */
const NEAR_PX = 48;
/** Rows this far beyond both edges are in the page, so that scrolling shows no gap. */
const AROUND_PX = 900;
/** The plan changes when the view has moved this far, not with each pixel. */
const STEP_PX = 150;
/** A selection keeps its rows in the page, up to this many. */
const MOST_SELECTED = 200;

/**
 * The window of a long list: which rows are in the page, and where it is scrolled to.
 *
 * The scroll position is the reader's. At the end, the list follows what grows; only going up lets go of the end, and
 * only coming back takes hold of it. Elsewhere the row before the reader's eyes stays where it is, whatever is measured,
 * added or removed around it. A row that has the focus, is being edited or is a part of the selection stays in the page.
 */
export class MessageWindow {
  following = $state(true);
  readonly #source: () => readonly WindowRow[];
  readonly #measured = new Map<string, number>();
  /** Counts the measurements that changed a height. */
  #measurements = $state(0);
  #topPx = $state(0);
  #viewPx = $state(globalThis.innerHeight);
  #focused = $state<string | null>(null);
  #edited = $state.raw<ReadonlySet<string>>(new Set());
  #selected = $state.raw<readonly [string, string] | null>(null);
  #anchor: ScrollAnchor | null = null;
  /** This row is brought to the middle, and kept there while its height becomes known, until the reader scrolls. */
  #shown: string | null = null;
  /** A place in that row that must be visible, counted from its top. */
  #placePx = 0;
  #scroller: HTMLElement | null = null;
  /** Space above the first row. */
  #paddingPx = 0;
  /** The last position that this class scrolled to: a scroll event from there is not the reader's. */
  #writtenPx = -1;
  /** How much lower the rows are drawn than calculated, less than a pixel. */
  #shiftPx = 0;

  readonly #keys = $derived.by(() => this.#source().map(({ key }) => key));
  readonly #rows: Rows = $derived.by(() => {
    const source = this.#source();
    void this.#measurements;
    return { keys: this.#keys, heightOf: (index) => this.#heightOf(source[index]) };
  });
  readonly #totalPx = $derived(this.#keys.reduce((sum, _, index) => sum + this.#rows.heightOf(index), 0));
  readonly #step = $derived(Math.floor(this.#topPx / STEP_PX) * STEP_PX);

  readonly plan: readonly PlannedRow[] = $derived.by(() => {
    const fromPx = this.following ? this.#totalPx - this.#viewPx : this.#step;
    const range = { fromPx: fromPx - AROUND_PX, toPx: fromPx + this.#viewPx + STEP_PX + AROUND_PX };
    const [first, last] = this.#selectedIndices();
    const held = (index: number): boolean => {
      const key = this.#keys[index] ?? '';
      return (index >= first && index <= last) || key === this.#focused || this.#edited.has(key);
    };
    return planRows(this.#keys, this.#rows.heightOf, range, held);
  });

  constructor(source: () => readonly WindowRow[]) {
    this.#source = source;
  }

  /** For the scrolling element; its only child contains the rows. */
  readonly attach: Attachment<HTMLElement> = (scroller) => {
    this.#scroller = scroller;
    const content = scroller.firstElementChild;
    const observer = new ResizeObserver(() => {
      this.#viewPx = scroller.clientHeight;
      this.settle();
    });
    observer.observe(scroller);
    if (content) {
      observer.observe(content);
      this.#paddingPx = Number.parseFloat(getComputedStyle(content).paddingTop) || 0;
    }
    const selected = (): void => this.#noteSelection(scroller);
    // An element that is removed from the page loses the focus in the middle of an update.
    const focused = (): void => queueMicrotask(() => (this.#focused = keyOf(document.activeElement)));
    scroller.addEventListener('scroll', this.#scrolled, { passive: true });
    scroller.addEventListener('focusin', focused);
    scroller.addEventListener('focusout', focused);
    document.addEventListener('selectionchange', selected);
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', this.#scrolled);
      scroller.removeEventListener('focusin', focused);
      scroller.removeEventListener('focusout', focused);
      document.removeEventListener('selectionchange', selected);
      this.#scroller = null;
    };
  };

  /** For each row's element. Its height is read when it enters the page, before anything is painted. */
  row(key: string): Attachment<HTMLElement> {
    return (element) => {
      this.#measure(key, element);
      const observer = new ResizeObserver(() => {
        this.#measure(key, element);
        this.settle();
      });
      observer.observe(element);
      return () => observer.disconnect();
    };
  }

  /** Scrolls the view to its place; called when rows or heights have changed. */
  settle(): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    if (this.following) {
      this.#write(scroller.scrollHeight - scroller.clientHeight);
      return;
    }
    if (this.#shown !== null) this.#anchor = this.#middle(this.#shown);
    const topPx = this.#anchor ? topFor(this.#rows, this.#anchor) : null;
    if (topPx !== null) this.#write(topPx + this.#paddingPx);
  }

  toEnd(): void {
    this.following = true;
    this.#anchor = null;
    this.#shown = null;
    this.settle();
  }

  /** Brings a row to the middle of the view; if it is higher than the view, its beginning to the top. */
  show(key: string): void {
    if (!this.#keys.includes(key)) return;
    this.following = false;
    this.#shown = key;
    this.#placePx = 0;
    this.#anchor = this.#middle(key);
    this.#topPx = topFor(this.#rows, this.#anchor) ?? 0;
  }

  /** Makes a place of the shown row visible, unless the reader has scrolled. */
  showPlace(key: string, placePx: number): void {
    if (this.#shown !== key) return;
    this.#placePx = placePx;
    this.settle();
  }

  hold(key: string, isEdited: boolean): void {
    const edited = new Set(this.#edited);
    if (isEdited) edited.add(key);
    else edited.delete(key);
    this.#edited = edited;
  }

  #middle(key: string): ScrollAnchor {
    const room = this.#viewPx - this.#rows.heightOf(this.#keys.indexOf(key));
    const offsetPx = Math.max(NEAR_PX, room / 2);
    const isInSight = offsetPx + this.#placePx < this.#viewPx - 2 * NEAR_PX;
    return { key, offsetPx: isInSight ? offsetPx : this.#viewPx / 2 - this.#placePx };
  }

  #heightOf(row: WindowRow | undefined): number {
    return row ? (this.#measured.get(row.key) ?? row.estimatePx) : 0;
  }

  #measure(key: string, element: HTMLElement): void {
    const heightPx = element.getBoundingClientRect().height;
    // A removed element has no height.
    if (!element.isConnected || heightPx === this.#measured.get(key)) return;
    this.#measured.set(key, heightPx);
    this.#measurements += 1;
  }

  #write(topPx: number): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    if (Math.abs(scroller.scrollTop - topPx) > 0.5) scroller.scrollTop = Math.round(topPx);
    this.#writtenPx = scroller.scrollTop;
    this.#shift(scroller, scroller.scrollTop - topPx);
    this.#topPx = this.#topOf(scroller);
  }

  /** A browser scrolls by whole pixels; the rest is compensated, because each rounding would move the text. */
  #shift(scroller: HTMLElement, restPx: number): void {
    const shiftPx = Math.abs(restPx) <= 0.5 ? restPx : 0;
    if (shiftPx === this.#shiftPx) return;
    this.#shiftPx = shiftPx;
    const content = scroller.firstElementChild;
    if (content instanceof HTMLElement) content.style.top = `${shiftPx}px`;
  }

  /** Where the view begins among the rows. */
  #topOf(scroller: HTMLElement): number {
    return Math.max(0, scroller.scrollTop - this.#shiftPx - this.#paddingPx);
  }

  readonly #scrolled = (): void => {
    const scroller = this.#scroller;
    if (!scroller || Math.abs(scroller.scrollTop - this.#writtenPx) < 1) return;
    const leftPx = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    const wentUp = scroller.scrollTop < this.#writtenPx;
    this.#shown = null;
    this.#writtenPx = scroller.scrollTop;
    this.#topPx = this.#topOf(scroller);
    if (leftPx <= NEAR_PX) this.following = true;
    else if (wentUp) this.following = false;
    this.#anchor = this.following ? null : anchorAt(this.#rows, this.#topPx);
  };

  #noteSelection(scroller: HTMLElement): void {
    const selection = document.getSelection();
    const [anchor, focus] = [keyOf(selection?.anchorNode ?? null), keyOf(selection?.focusNode ?? null)];
    const isHere = selection?.isCollapsed === false && scroller.contains(selection.anchorNode);
    const next = isHere && anchor !== null && focus !== null ? ([anchor, focus] as const) : null;
    if (next?.join() !== this.#selected?.join()) this.#selected = next;
  }

  #selectedIndices(): [number, number] {
    if (!this.#selected) return [0, -1];
    const [a, b] = this.#selected.map((key) => this.#keys.indexOf(key)) as [number, number];
    const [first, last] = [Math.min(a, b), Math.max(a, b)];
    return first < 0 || last - first > MOST_SELECTED ? [0, -1] : [first, last];
  }
}

function keyOf(target: EventTarget | null): string | null {
  const element = target instanceof Element ? target : target instanceof Node ? target.parentElement : null;
  return element?.closest('[data-message-id]')?.getAttribute('data-message-id') ?? null;
}
