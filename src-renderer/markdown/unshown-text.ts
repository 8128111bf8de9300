/**
 * Text that belongs to an element though not all of it is in the page: a folded file, the rows of long code out of
 * sight. A search finds it here, and asks for it to be shown.
 */
export interface UnshownText {
  readonly text: string;
  /** The place in the page of a part; null while it is not there. */
  range: (from: number, to: number) => Range | null;
  /** Brings what is at a place into the page. */
  show: (at: number) => void;
}

type Read = () => UnshownText | null;

const known = new WeakMap<Element, Read>();

/** @param read - null while all of the text is in the page */
export function keepsText(read: Read): (element: Element) => () => void {
  return (element) => {
    known.set(element, read);
    return () => known.delete(element);
  };
}

export function unshownTextOf(element: Element): UnshownText | null {
  return known.get(element)?.() ?? null;
}
