import { yamlNumber, yamlText } from './recipe-parts.ts';

/** One setting of a recipe, with what it does; the comment is written beside it. */
export interface Setting {
  readonly key: string;
  readonly value: string | number | boolean | readonly string[];
  readonly why?: string;
}

/** Settings as YAML, with their comments at the ends of the lines. */
export function yamlOf(heading: readonly string[], settings: readonly Setting[]): string {
  const lines = settings.map(
    ({ key, value, why }) => `${key}: ${valueOf(value)}${why === undefined ? '' : ` # ${why}`}`,
  );
  return [...heading.map((line) => `# ${line}`.trimEnd()), ...lines, ''].join('\n');
}

function valueOf(value: Setting['value']): string {
  if (typeof value === 'object') return `[${value.join(', ')}]`;
  if (typeof value === 'number') return yamlNumber(value);
  return typeof value === 'string' ? yamlText(value) : String(value);
}
