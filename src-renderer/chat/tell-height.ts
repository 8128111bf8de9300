import type { ToastsState } from '../state/toasts.svelte.ts';

/**
 * Notes are shown above the composer when it is at the lower edge. Its height is reported to them, because a property
 * of the whole page would restyle everything.
 */
export function tellHeight(toasts: Pick<ToastsState, 'floorPx'>, empty: boolean): (place: HTMLElement) => () => void {
  return (place) => {
    const observer = new ResizeObserver(() => (toasts.floorPx = empty ? 0 : place.offsetHeight));
    observer.observe(place);
    return () => {
      observer.disconnect();
      toasts.floorPx = null;
    };
  };
}
