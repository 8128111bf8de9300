import type { Attachment } from 'svelte/attachments';

/** Within this distance of the end, in pixels, the reader counts as being at the end. */
const NEAR_PX = 48;

/**
 * Keeps a scrolling list at its end while its content grows, as long as the reader is there. The reader owns the scroll
 * position: scrolling up leaves the end, and only returning to it follows again. Growth never moves a reader who is
 * elsewhere.
 */
export class FollowEnd {
  following = $state(true);
  #scroller: HTMLElement | null = null;
  #lastTop = 0;

  /** For the scrolling element; its only child is the growing content. */
  readonly attach: Attachment<HTMLElement> = (scroller) => {
    this.#scroller = scroller;
    const observer = new ResizeObserver(() => {
      if (this.following) this.#jump();
    });
    observer.observe(scroller);
    if (scroller.firstElementChild) observer.observe(scroller.firstElementChild);
    scroller.addEventListener('scroll', this.#scrolled, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', this.#scrolled);
      this.#scroller = null;
    };
  };

  toEnd(): void {
    this.following = true;
    this.#jump();
  }

  /** Leaves the end, for a place that the reader has chosen. */
  release(): void {
    this.following = false;
  }

  #jump(): void {
    if (this.#scroller) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  readonly #scrolled = (): void => {
    const scroller = this.#scroller;
    if (!scroller) return;
    const left = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    const wentUp = scroller.scrollTop < this.#lastTop;
    this.#lastTop = scroller.scrollTop;
    if (left <= NEAR_PX) this.following = true;
    else if (wentUp) this.following = false;
  };
}
