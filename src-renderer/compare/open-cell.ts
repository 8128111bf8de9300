import type { CallInput } from '#contract/contract';
import type { AppState } from '../state/app.svelte.ts';

/** Makes an ordinary conversation of a cell and goes to it. */
export async function openCell(app: AppState, place: CallInput<'comparisons.openColumn'>): Promise<void> {
  const result = await app.bridge.call('comparisons.openColumn', place);
  if (result.ok) app.navigation.openConversation(result.value.id);
  else app.report(result.error);
}
