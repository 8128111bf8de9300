import { TemplateError } from './failures.ts';
import type { Arguments, Expression } from './syntax.ts';
import type { TokenStream } from './token-stream.ts';

const NO_ARGUMENTS = { positional: [], keywords: [], spread: null, keywordSpread: null, absent: true } as const;

/** `(a, b=c, *d, **e)`; `absent` where there are no parentheses. */
export function parseArguments(
  stream: TokenStream,
  parseExpression: (stream: TokenStream) => Expression,
): Arguments & { readonly absent: boolean } {
  if (!stream.skipOperator('(')) return NO_ARGUMENTS;
  const positional: Expression[] = [];
  const keywords: (readonly [string, Expression])[] = [];
  let spread: Expression | null = null;
  let keywordSpread: Expression | null = null;
  let isFirst = true;
  while (!stream.skipOperator(')')) {
    if (!isFirst) {
      stream.expectOperator(',');
      if (stream.skipOperator(')')) break;
    }
    isFirst = false;
    if (keywordSpread !== null) throw new TemplateError('nothing may follow ** in a call');
    if (stream.skipOperator('*')) {
      if (spread !== null) throw new TemplateError('a call may have one * only');
      spread = parseExpression(stream);
    } else if (stream.skipOperator('**')) {
      keywordSpread = parseExpression(stream);
    } else if (stream.current?.type === 'name' && isAssign(stream)) {
      const name = stream.take().text;
      stream.expectOperator('=');
      keywords.push([name, parseExpression(stream)]);
    } else {
      if (spread !== null || keywords.length > 0) throw new TemplateError('an argument without a name comes too late');
      positional.push(parseExpression(stream));
    }
  }
  return { positional, keywords, spread, keywordSpread, absent: false };
}

function isAssign(stream: TokenStream): boolean {
  return stream.following?.type === 'operator' && stream.following.text === '=';
}
