import type { Handlers } from '#contract/contract';
import { SarviError } from '#contract/errors';

type ComparisonCall = Extract<keyof Handlers, `comparisons.${string}` | `votes.${string}`>;

/** What answers the calls about comparisons and votes. */
export function comparisonHandlers(): Handlers<ComparisonCall> {
  const none = (): Promise<never> => Promise.reject(new SarviError('comparison-unknown', { comparisonId: '' }));
  const nothing = (): Promise<{ comparisons: never[]; nextCursor: null }> =>
    Promise.resolve({ comparisons: [], nextCursor: null });
  return {
    'comparisons.list': nothing,
    'comparisons.trash': nothing,
    'comparisons.create': () => Promise.reject(new SarviError('history-unavailable', { reason: 'unsupported' })),
    'comparisons.open': none,
    'comparisons.rename': none,
    'comparisons.remove': none,
    'comparisons.restore': none,
    'comparisons.plan': () => Promise.resolve({ mode: 'in-turn' as const }),
    'comparisons.ask': none,
    'comparisons.answer': none,
    'comparisons.regenerate': none,
    'comparisons.stop': none,
    'comparisons.openColumn': none,
    'comparisons.suggest': () => Promise.resolve([]),
    'comparisons.addPrompts': none,
    'comparisons.run': none,
    'comparisons.pause': none,
    'comparisons.setLanguage': none,
    'comparisons.export': none,
    'comparisons.exportPiece': none,
    'votes.next': none,
    'votes.cast': none,
    'votes.skip': none,
    'votes.undo': none,
    'votes.summary': none,
  };
}
