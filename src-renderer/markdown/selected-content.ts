/**
 * What is selected in messages, as it is read: formulas once, by their source or as MathML, and without the buttons
 * between the words. The browser's own text of a selection has each formula twice, a letter to a line.
 */
const FORMULA = '.katex';
const DISPLAY = '.katex-display';
const SOURCE = 'annotation[encoding="application/x-tex"]';
/** No words of a message: buttons, and the head of a block of code. */
const UNSPOKEN = 'button, .code-head';

/** Whether the browser's own copy of the selection would not be what is read. */
export function needsCare(selection: Selection): boolean {
  return partOf(selection).querySelector(`${FORMULA}, ${UNSPOKEN}`) !== null;
}

export function selectedText(selection: Selection): string {
  if (!needsCare(selection)) return selection.toString();
  const part = partOf(selection);
  takeAwayUnspoken(part);
  for (const formula of part.querySelectorAll(FORMULA)) {
    const isDisplay = formula.closest(DISPLAY) !== null;
    const source = formula.querySelector(SOURCE)?.textContent.trim() ?? '';
    formula.replaceWith(isDisplay ? `$$${source}$$` : `$${source}$`);
  }
  return laidOut(part);
}

export function selectedHtml(selection: Selection): string {
  const part = partOf(selection);
  takeAwayUnspoken(part);
  for (const formula of part.querySelectorAll(FORMULA)) formula.replaceWith(formula.querySelector('math') ?? '');
  const box = document.createElement('div');
  box.append(part);
  for (const element of box.querySelectorAll('[class], [style]')) {
    element.removeAttribute('class');
    element.removeAttribute('style');
  }
  return box.innerHTML;
}

/** A copy of what is selected, with whole formulas at its ends. */
function partOf(selection: Selection): DocumentFragment {
  if (selection.rangeCount === 0) return document.createDocumentFragment();
  const range = selection.getRangeAt(0).cloneRange();
  const [first, last] = [formulaAt(range.startContainer), formulaAt(range.endContainer)];
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
  return range.cloneContents();
}

function formulaAt(node: Node): Element | null {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest(DISPLAY) ?? element?.closest(FORMULA) ?? null;
}

function takeAwayUnspoken(part: DocumentFragment): void {
  for (const element of part.querySelectorAll(UNSPOKEN)) element.remove();
}

/** The text with its line breaks, which only layout knows. */
function laidOut(part: DocumentFragment): string {
  const box = document.createElement('div');
  box.className = 'off-screen';
  box.append(part);
  document.body.append(box);
  const text = box.innerText;
  box.remove();
  return text;
}
