import type { ComparisonColumn } from '#contract/comparisons';
import type { ColumnId } from '#contract/primitives';
import type { AppState } from '../state/app.svelte.ts';

/**
 * The name of each column: its model, the differences from other columns of the same model and, because columns may be
 * equal, a number.
 */
export function nameColumns(app: AppState, columns: readonly ComparisonColumn[]): Map<ColumnId, string> {
  const names = columns.map((column) => app.models.nameOf(column.modelId) ?? app.language.modelName(column.modelName));
  const isTwin = (name: string, all: readonly string[]): boolean => all.filter((other) => other === name).length > 1;
  const told = columns.map((column, index) => {
    const name = names[index] ?? '';
    if (!isTwin(name, names)) return name;
    const adapters = column.adapters.map((adapter) => adapter.name);
    const { temperature, seed } = column.sampling;
    const facts = [
      ...adapters,
      column.presetName ?? '',
      temperature === undefined ? '' : `T ${app.language.formats.number(temperature)}`,
      seed === undefined ? '' : `#${seed}`,
    ].filter((fact) => fact !== '');
    return facts.length === 0 ? name : `${name} (${facts.join(', ')})`;
  });
  return new Map(
    columns.map(({ id }, index) => {
      const name = told[index] ?? '';
      return [id, isTwin(name, told) ? `${name} ${index + 1}` : name];
    }),
  );
}
