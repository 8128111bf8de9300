import { checkInstruction } from './check-instruction.ts';
import type { Instruction } from './instruction-kinds.ts';
import type { Finding, Judge } from './judge.ts';
import { isBlank, strip } from './python/text.ts';

/** What came of one instruction: strictly, and loosely, in which some of eight variants of the answer will do. */
export interface Verdict {
  readonly strict: boolean;
  readonly loose: boolean;
  /** What the rule found in the answer as it is. */
  readonly found?: number | string;
}

/** @throws PatternFault */
export function judgeAnswer(answer: string, instructions: readonly Instruction[], judge: Judge): Verdict[] {
  const variants = variantsOf(answer).filter((text) => !isBlank(text));
  return instructions.map((instruction) => {
    const check = (text: string): Finding => checkInstruction(text, instruction, judge);
    if (isBlank(answer)) return { strict: false, loose: false };
    const { follows, found } = check(answer);
    const loose = follows || variants.some((text) => check(text).follows);
    return { strict: follows, loose, ...(found === undefined ? {} : { found }) };
  });
}

/** Without its first line, its last one, and both; and each of the four without stars. */
function variantsOf(answer: string): string[] {
  const lines = answer.split('\n');
  const cut = [lines.slice(1), lines.slice(0, -1), lines.slice(1, -1)].map((part) => strip(part.join('\n')));
  const starless = [answer, ...cut].map((text) => text.replaceAll('*', ''));
  return [...new Set([...cut, ...starless])].filter((text) => text !== answer);
}
