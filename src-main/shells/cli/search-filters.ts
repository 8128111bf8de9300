import type { SearchFilters } from '#contract/search-calls';
import type { Folder, Tag } from '#contract/folders';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { App } from '../../core/app.ts';
import { type OptionValues, optionalText } from './arguments.ts';
import { UsageError } from './usage.ts';

export const SEARCH_FILTERS = {
  conversation: 'string',
  role: 'string',
  model: 'string',
  from: 'string',
  until: 'string',
  folder: 'string',
  tag: 'string',
  pinned: 'boolean',
  archived: 'boolean',
  'not-archived': 'boolean',
} as const;

const ROLES = ['user', 'assistant', 'system'] as const;

/**
 * The filters of the options; `--folder` and `--tag` take a name or an id.
 *
 * @throws UsageError for an impossible value; SarviError `folder-unknown`, `tag-unknown`
 */
export async function searchFilters(options: OptionValues, app: App): Promise<SearchFilters> {
  if (options['archived'] === true && options['not-archived'] === true) {
    throw new UsageError(because('usage-only-one', { first: '--archived', second: '--not-archived' }));
  }
  const [folder, tag] = [optionalText(options, 'folder'), optionalText(options, 'tag')];
  return given({
    conversationId: optionalText(options, 'conversation'),
    role: roleOption(options),
    modelId: optionalText(options, 'model'),
    from: dayOption(options, 'from', 0),
    // Includes the whole given day.
    until: dayOption(options, 'until', 1),
    folderId: folder === undefined ? undefined : idOf(folder, await app.ask('folders.list', {}), 'folder-unknown'),
    tagId: tag === undefined ? undefined : idOf(tag, await app.ask('tags.list', {}), 'tag-unknown'),
    pinned: options['pinned'] === true ? true : undefined,
    archived: options['archived'] === true ? true : options['not-archived'] === true ? false : undefined,
  });
}

function roleOption(options: OptionValues): (typeof ROLES)[number] | undefined {
  const text = optionalText(options, 'role');
  if (text === undefined) return undefined;
  const role = ROLES.find((name) => name === text);
  if (role === undefined)
    throw new UsageError(because('usage-takes-one-of', { option: '--role', list: ROLES.join(', ') }));
  return role;
}

/** The beginning of a day in this time zone, `daysLater` after the given one. */
function dayOption(options: OptionValues, name: string, daysLater: number): number | undefined {
  const text = optionalText(options, name);
  if (text === undefined) return undefined;
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const [year, month, day] = (parts ?? []).slice(1).map(Number) as [number, number, number];
  const date = new Date(year, month - 1, day);
  // A day that its month does not have would become one of the next month.
  const exists = parts !== null && date.getMonth() === month - 1 && date.getDate() === day;
  const timeMs = exists ? new Date(year, month - 1, day + daysLater).getTime() : NaN;
  if (!(timeMs >= 0)) throw new UsageError(because('usage-takes-day', { option: `--${name}` }));
  return timeMs;
}

function idOf(text: string, list: readonly (Folder | Tag)[], code: 'folder-unknown' | 'tag-unknown'): string {
  const same = (name: string): boolean => name.localeCompare(text, undefined, { sensitivity: 'accent' }) === 0;
  const found = list.find(({ id }) => id === text) ?? list.find(({ name }) => same(name));
  if (found === undefined) throw new SarviError(code, code === 'folder-unknown' ? { folderId: text } : { tagId: text });
  return found.id;
}

function given<Values extends object>(values: Values): { [Name in keyof Values]?: Exclude<Values[Name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Values]?: Exclude<Values[Name], undefined>;
  };
}
