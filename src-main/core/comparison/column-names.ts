import type { Comparison } from '#contract/comparisons';

/** The names of the columns as a person can distinguish them: one model in two columns gets numbers. */
export function columnNames({ columns }: Pick<Comparison, 'columns'>): Map<string, string> {
  const taken = new Map<string, number>();
  return new Map(
    columns.map(({ id, modelName }) => {
      const isOnly = columns.filter((column) => column.modelName === modelName).length === 1;
      const number = (taken.get(modelName) ?? 0) + 1;
      taken.set(modelName, number);
      return [id, isOnly ? modelName : `${modelName} (${number})`];
    }),
  );
}
