import type { Handlers } from '#contract/contract';
import type { History } from './history.ts';
import type { AskHistory } from './protocol.ts';
import { ANSWERED_CALLS } from './protocol.ts';

type AnsweredCall = (typeof ANSWERED_CALLS)[number];

/** Handlers of the calls that the history answers by itself. */
export function historyHandlers(
  history: { readonly ask: AskHistory } & Pick<History, 'search'>,
): Handlers<AnsweredCall | 'history.search'> {
  const asked = ANSWERED_CALLS.map((name) => [name, (input: never) => history.ask(name, input)] as const);
  return {
    ...(Object.fromEntries(asked) as Handlers<AnsweredCall>),
    'history.search': (input) => history.search(input),
  };
}
