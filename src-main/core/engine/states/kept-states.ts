import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import type { Ports } from '../../ports.ts';
import { StateStore } from './state-store.ts';

/** Opens the states of a data folder; null for the command line, which may run next to the app that owns them. */
export function keptStates({ shell, folders, settings, now, log }: Ports): StateStore | null {
  if (shell === 'cli') return null;
  const budgetBytes = (): number | null => settings.get().stateBudgetBytes;
  return new StateStore({ folder: join(folders.data, 'states'), budgetBytes, now, log });
}

/**
 * Removes the states of conversations that were deleted or are in the trash, in case the app ended before it did so.
 *
 * @param find - finds a conversation; throws `conversation-unknown` for one that is gone
 */
export async function forgetDeleted(
  store: StateStore,
  find: (conversationId: string) => Promise<unknown>,
): Promise<void> {
  for (const owner of await store.owners()) {
    const isGone = await find(owner).then(
      () => false,
      (error: unknown) => error instanceof SarviError && error.code === 'conversation-unknown',
    );
    if (isGone) await store.forget(owner);
  }
}
