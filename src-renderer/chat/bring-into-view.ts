/** Space around a place that is scrolled to, in pixels. */
const AROUND_PX = 24;

/** Opens what is folded around a range and scrolls what scrolls around it, within `root` only. */
export function bringIntoView(range: Range, root: Element): void {
  const { startContainer } = range;
  const inside = startContainer instanceof Element ? startContainer : startContainer.parentElement;
  for (let element = inside; element && element !== root; element = element.parentElement) {
    if (element instanceof HTMLDetailsElement) element.open = true;
  }
  for (let element = inside; element && element !== root; element = element.parentElement) scroll(element, range);
}

function scroll(element: Element, range: Range): void {
  const { overflowX, overflowY } = getComputedStyle(element);
  const view = element.getBoundingClientRect();
  const place = range.getBoundingClientRect();
  if (canScroll(overflowY) && element.scrollHeight > element.clientHeight) {
    const isOut = place.top < view.top || place.bottom > view.bottom;
    if (isOut) element.scrollTop += place.top - view.top - element.clientHeight / 2;
  }
  if (canScroll(overflowX) && element.scrollWidth > element.clientWidth) {
    if (place.left < view.left) element.scrollLeft += place.left - view.left - AROUND_PX;
    else if (place.right > view.right) element.scrollLeft += place.right - view.right + AROUND_PX;
  }
}

function canScroll(overflow: string): boolean {
  return overflow === 'auto' || overflow === 'scroll';
}
