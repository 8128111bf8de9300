import SquarePen from '@lucide/svelte/icons/square-pen';
import X from '@lucide/svelte/icons/x';
import type { AppState } from '../state/app.svelte.ts';
import type { Entry } from './entry.ts';

/** What can be done where nothing was found. */
export function nextSteps(app: AppState): Entry[] {
  const { search, scope } = app.palette;
  const { t } = app.language;
  const asked = search.query.trim();
  const steps: Entry[] = [];
  if (search.filtered) {
    steps.push({ key: 'clear', label: t.palette.clearFilters, icon: X, stays: true, run: () => search.clearFilters() });
  }
  if (asked !== '' && scope === 'all') {
    steps.push({ key: 'ask', label: t.palette.ask(asked), icon: SquarePen, run: () => writeInNewChat(app, asked) });
  }
  return steps;
}

function writeInNewChat(app: AppState, text: string): void {
  app.navigation.newChat();
  app.drafts.set(null, text);
}
