import { VOTES, type Vote } from '#contract/votes';

export type VoteKey = { readonly kind: 'vote'; readonly vote: Vote } | { readonly kind: 'skip' | 'undo' | 'next' };

/** The action of a key in a sitting; null for none, for example in a text field or on a control. */
export function voteKeyOf(event: KeyboardEvent): VoteKey | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return null;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('input:not([type="checkbox"]), textarea, [role="dialog"], [role="menu"], [role="listbox"]')) {
    return null;
  }
  const vote = VOTES[['1', '2', '3', '4'].indexOf(event.key)];
  if (vote) return { kind: 'vote', vote };
  if (event.key.toLowerCase() === 's') return { kind: 'skip' };
  if (event.key.toLowerCase() === 'u') return { kind: 'undo' };
  return event.key === 'Enter' && !target?.closest('button, a, summary') ? { kind: 'next' } : null;
}
