import type { ComparisonId } from '#contract/primitives';
import type { AppState } from '../state/app.svelte.ts';

/** Moves a comparison to the trash and offers to undo this. */
export async function removeComparison(app: AppState, comparisonId: ComparisonId): Promise<void> {
  const error = await app.comparisons.remove(comparisonId);
  if (error) {
    app.report(error);
    return;
  }
  const { t } = app.language;
  const undo = async (): Promise<void> => {
    const result = await app.comparisons.restore(comparisonId);
    if (!result.ok) app.report(result.error);
  };
  app.toasts.show(t.compare.removed, { action: { label: t.common.undo, run: () => void undo() } });
}
