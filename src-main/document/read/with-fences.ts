import type { MathElement } from './parse-mathml.ts';

type Node = MathElement | string;

/** TeX's own signs for the bars, which fonts do not stretch. */
const BARS: Readonly<Record<string, string>> = { '∣': '|', '∥': '‖' };

/**
 * Completes `\left … \right`: each fence tells which side it is and that it grows, and a missing one (`\right.`, a case
 * distinction) is an empty one. LibreOffice reads no fences that do not say so.
 */
export function withFences(element: MathElement): MathElement {
  const children = element.children.map((child) => (typeof child === 'string' ? child : withFences(child)));
  if (!children.some(isFence)) return { ...element, children };
  const last = children.length - 1;
  const told = children.map((child, index) =>
    isFence(child) ? fence(child, index === 0 ? 'prefix' : index === last ? 'postfix' : 'infix') : child,
  );
  const [opens, closes] = [isFence(children[0]), last > 0 && isFence(children[last])];
  if (!opens && !closes) return { ...element, children: told };
  return {
    ...element,
    children: [...(opens ? [] : [emptyFence('prefix')]), ...told, ...(closes ? [] : [emptyFence('postfix')])],
  };
}

function isFence(node: Node | undefined): node is MathElement {
  return typeof node === 'object' && node.name === 'mo' && node.attributes['fence'] === 'true';
}

function fence({ children }: MathElement, form: string): MathElement {
  const written = children.map((child) => (typeof child === 'string' ? (BARS[child] ?? child) : child));
  return { ...emptyFence(form), children: written };
}

function emptyFence(form: string): MathElement {
  return { name: 'mo', attributes: { fence: 'true', stretchy: 'true', form }, children: [] };
}
