import { TemplateError } from './failures.ts';
import type { Target } from './syntax.ts';
import type { TokenStream } from './token-stream.ts';

const RESERVED: readonly string[] = ['true', 'false', 'none', 'True', 'False', 'None'];

/**
 * The target of an assignment: a name, several, or for `set` an attribute of a namespace.
 *
 * @param end - the word or sign after it; null for `set`
 */
export function parseTarget(stream: TokenStream, end: 'in' | '=' | null): Target {
  const targets: Target[] = [];
  let isTuple = false;
  for (;;) {
    const isEnd = stream.current === null || stream.isOperator('=', ')') || (end === 'in' && stream.isName('in'));
    if (isEnd && targets.length > 0) break;
    targets.push(parseOne(stream, end));
    if (end === '=' || !stream.skipOperator(',')) break;
    isTuple = true;
  }
  const [only] = targets;
  if (only === undefined) throw stream.unexpected('a name');
  return isTuple ? { type: 'targets', targets } : only;
}

function parseOne(stream: TokenStream, end: 'in' | '=' | null): Target {
  if (stream.skipOperator('(')) {
    const inside = parseTarget(stream, end === '=' ? 'in' : end);
    stream.expectOperator(')');
    return inside;
  }
  const name = stream.expectName();
  if (end === null && stream.skipOperator('.')) return { type: 'namespace', name, attribute: stream.expectName() };
  if (RESERVED.includes(name)) throw new TemplateError(`nothing can be given to ${name}`);
  return { type: 'name', name };
}
