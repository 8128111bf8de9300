import { because } from '#contract/reasons';
import { readGbnf, refuseGbnf, type GbnfRule, type GbnfRules } from './read-gbnf.ts';

/**
 * Looks through llama.cpp's grammar rules before a model is asked to follow them. It refuses what llama.cpp refuses,
 * and a grammar that allows nothing but an empty answer.
 *
 * @throws SarviError `grammar-invalid` with the line
 * @see ggml-org/llama.cpp grammars/README.md
 */
export function checkGbnf(text: string): void {
  const { rules, usedAt } = readGbnf(text);
  if (!rules.has('root')) refuseGbnf(text, 0, because('grammar-without-root'));
  for (const [name, at] of usedAt) {
    if (!rules.has(name)) refuseGbnf(text, at, because('grammar-unknown-rule', { name }));
  }
  const circling = findLeftRecursion(rules);
  if (circling !== null) {
    refuseGbnf(text, usedAt.get(circling) ?? 0, because('grammar-left-recursion', { name: circling }));
  }
  if (!saysSomething(rules)) refuseGbnf(text, 0, because('grammar-says-nothing'));
}

/** A rule that may begin with itself; null without one. */
function findLeftRecursion(rules: GbnfRules['rules']): string | null {
  const states = new Map<string, 'open' | 'done'>();
  // Those without names of their own are parts of others.
  for (const first of [...rules.keys()].filter((name) => !name.startsWith(' '))) {
    const path: { readonly name: string; readonly next: string[] }[] = [];
    const enter = (name: string): void => {
      states.set(name, 'open');
      path.push({ name, next: beginnings(rules.get(name) ?? [], rules) });
    };
    if (!states.has(first)) enter(first);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const name = top.next.pop();
      if (name === undefined) {
        states.set(top.name, 'done');
        path.pop();
      } else if (states.get(name) === 'open') {
        const circle = path.slice(path.findIndex((each) => each.name === name)).map((each) => each.name);
        // Groups and repetitions have no names of their own.
        return (
          circle.find((each) => !each.startsWith(' ')) ??
          path.findLast((each) => !each.name.startsWith(' '))?.name ??
          name
        );
      } else if (!states.has(name)) enter(name);
    }
  }
  return null;
}

/** The rules that a rule may begin with. As in llama.cpp, only a rule with an empty alternative of its own is passed. */
function beginnings(rule: GbnfRule, rules: GbnfRules['rules']): string[] {
  return rule.flatMap((alternative) => {
    const names: string[] = [];
    for (const element of alternative) {
      if (element.kind === 'sign') break;
      names.push(element.name);
      if (rules.get(element.name)?.every(({ length }) => length > 0) !== false) break;
    }
    return names;
  });
}

/** Whether `root` allows any sign at all. */
function saysSomething(rules: GbnfRules['rules']): boolean {
  const seen = new Set(['root']);
  for (const name of seen) {
    for (const element of (rules.get(name) ?? []).flat()) {
      if (element.kind === 'sign') return true;
      seen.add(element.name);
    }
  }
  return false;
}
