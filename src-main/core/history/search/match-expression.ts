import type { Condition, Conditions } from './conditions.ts';

/**
 * The conditions in the syntax of FTS5, with only the typed words. Words have only letters, marks and digits, so none
 * can end its quotes.
 */
export function exactExpression(conditions: Conditions): string {
  return expression(conditions, typedAlternatives);
}

/**
 * With all words that the typed ones stand for. When only one word is required, the words of an earlier search for
 * `searched` are left out.
 *
 * @returns null when nothing else is left
 */
export function wideExpression(conditions: Conditions, searched: Conditions | null): string | null {
  const { required } = conditions;
  const [only] = required;
  if (required.length > 1 || only === undefined) {
    return expression(conditions, (condition) => [...typedAlternatives(condition), ...formAlternatives(condition)]);
  }
  const known = searched?.required[0]?.forms;
  const further = formAlternatives(only, known);
  return further.length === 0 ? null : expression(conditions, () => further);
}

function expression(conditions: Conditions, alternatives: (condition: Condition) => string[]): string {
  const required = conditions.required.map((condition) => `(${alternatives(condition).join(' OR ')})`);
  const excluded = conditions.excluded.map(
    (condition) => `NOT (${[...typedAlternatives(condition), ...formAlternatives(condition)].join(' OR ')})`,
  );
  return [`(${required.join(' AND ')})`, ...excluded].join(' ');
}

function typedAlternatives({ term, beginnings }: Condition): string[] {
  const phrase = `"${term.words.join(' ')}"${term.prefix && term.words.length > 1 ? ' *' : ''}`;
  return [phrase, ...beginnings.map((beginning) => `"${beginning}" *`)];
}

function formAlternatives({ term, forms }: Condition, known?: ReadonlyMap<string, number>): string[] {
  const typed = term.words.join(' ');
  return [...forms.keys()].filter((form) => form !== typed && known?.has(form) !== true).map((form) => `"${form}"`);
}
