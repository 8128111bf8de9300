import type { Setting } from './values.ts';

/** Settings as YAML, with their comments at the ends of the lines. */
export function yamlOf(heading: readonly string[], settings: readonly Setting[]): string {
  const lines = settings.map(
    ({ key, value, why }) => `${key}: ${valueOf(value)}${why === undefined ? '' : ` # ${why}`}`,
  );
  return [...heading.map((line) => `# ${line}`.trimEnd()), ...lines, ''].join('\n');
}

function valueOf(value: Setting['value']): string {
  if (typeof value === 'object') return `[${value.join(', ')}]`;
  return String(value);
}
