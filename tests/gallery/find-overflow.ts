/**
 * Runs in the page: what sticks out sideways, and controls that are cut. A row of text that ends in an ellipsis and a
 * block that scrolls of itself (code, tables, formulas) are meant so.
 */
export function findOverflow(): string[] {
  const found: string[] = [];
  const width = document.documentElement.clientWidth;
  const describe = (element: Element): string => {
    const name = element.getAttribute('aria-label') ?? element.textContent.trim().replace(/\s+/g, ' ').slice(0, 40);
    return `<${element.localName} class="${element.getAttribute('class') ?? ''}"> ${name}`;
  };
  const scrolls = (element: Element): boolean => {
    const style = getComputedStyle(element);
    return (
      ['auto', 'scroll'].includes(style.overflowX) &&
      element.matches('pre, pre *, .table, .table-scroller, .markdown *')
    );
  };
  const endsInEllipsis = ({ parentElement: row }: Element): boolean => {
    if (row === null || row.getBoundingClientRect().right > width + 1) return false;
    const { textOverflow, overflowX } = getComputedStyle(row);
    return textOverflow === 'ellipsis' && overflowX !== 'visible';
  };
  const isHidden = (element: Element): boolean =>
    !element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) ||
    element.closest('.visually-hidden, .katex-mathml, [aria-hidden="true"]') !== null;

  if (document.documentElement.scrollWidth > width + 1)
    found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const element of document.body.querySelectorAll('*')) {
    if (element instanceof SVGElement || isHidden(element)) continue;
    if (element.parentElement?.closest('pre, .table, .table-scroller, .katex, .katex-display')) continue;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if ((box.left < -1 || box.right > width + 1) && !endsInEllipsis(element))
      found.push(`beyond the edge: ${describe(element)}`);
    const isField = element.matches('input, textarea, select');
    if (!isField && style.display !== 'inline' && element.scrollWidth > element.clientWidth + 1) {
      const isEllipsis = style.textOverflow === 'ellipsis';
      if (style.overflowX !== 'visible' && !isEllipsis && !scrolls(element)) found.push(`cut: ${describe(element)}`);
    }
    if (element.matches('button, a[href], [role="tab"], [role="menuitem"], [role="option"], label')) {
      const clips = style.overflow !== 'visible' && element.scrollHeight > element.clientHeight + 3;
      if (clips && style.textOverflow !== 'ellipsis') found.push(`too low: ${describe(element)}`);
      if (
        style.display !== 'inline' &&
        style.overflowX === 'visible' &&
        element.scrollWidth > element.clientWidth + 1
      ) {
        found.push(`its words stick out: ${describe(element)}`);
      }
    }
  }
  return [...new Set(found)];
}
