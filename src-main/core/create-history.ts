import type { AppListener, AppOptions } from './app-interface.ts';
import { forgetDeleted, keptStates } from './engine/states/kept-states.ts';
import type { StateStore } from './engine/states/state-store.ts';
import { History } from './history/history.ts';
import type { Ports } from './ports.ts';

export interface HistoryService {
  readonly history: History;
  /** What the models have read of its conversations; null where nothing is kept. */
  readonly states: StateStore | null;
  /** Forgets the states of conversations that are gone. */
  readonly forgetGone: () => void;
}

/** @throws SarviError when the history cannot be used and no page can mend that */
export async function createHistory(
  ports: Ports,
  { keepsHistory, emit }: Required<AppOptions> & { readonly emit: AppListener },
): Promise<HistoryService> {
  // With a page, a damaged history can be restored from a backup there.
  const history = await (ports.shell === 'cli'
    ? History.open(ports, { inMemory: !keepsHistory })
    : History.openIfPossible(ports));
  const states = keepsHistory ? keptStates(ports) : null;
  const forgetGone = (): void => {
    if (states) void forgetDeleted(states, (conversationId) => history.ask('conversation', { conversationId }));
  };
  history.onChange(({ name, payload }) => {
    emit(name, payload);
    if (name !== 'conversation.changed') return;
    // Conversations deleted for good lost their states when they went to the trash.
    if (payload.kind === 'removed') void states?.forget(payload.conversationId);
    if (payload.kind === 'changed') states?.remember(payload.conversation.id);
  });
  history.onReplaced((notice) => {
    emit('history.replaced', { notice: notice?.toReport() ?? null });
    forgetGone();
  });
  return { history, states, forgetGone };
}
