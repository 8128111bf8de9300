import type { Backup } from '#contract/backup-calls';

const DAY_MS = 24 * 60 * 60 * 1000;
const DAILY_KEPT = 7;
const WEEKLY_KEPT = 4;

/**
 * The daily backups that can be removed. The newest of each of the last seven days with one stays, and before them the
 * newest of each of the last four weeks with one. Backups for other reasons stay until the user removes them.
 */
export function expiredBackups<Entry extends Pick<Backup, 'reason' | 'madeAt'>>(backups: readonly Entry[]): Entry[] {
  const daily = backups.filter(({ reason }) => reason === 'daily').sort((a, b) => b.madeAt - a.madeAt);
  const days = newestOfEach(daily, dayOf).slice(0, DAILY_KEPT);
  const oldestDay = Math.min(...days.map(dayOf));
  const weeks = newestOfEach(
    daily.filter((backup) => dayOf(backup) < oldestDay),
    weekOf,
  ).slice(0, WEEKLY_KEPT);
  const kept = new Set([...days, ...weeks]);
  return daily.filter((backup) => !kept.has(backup));
}

/** The first of each group, in order. */
function newestOfEach<Entry>(newestFirst: readonly Entry[], groupOf: (entry: Entry) => number): Entry[] {
  const seen = new Set<number>();
  return newestFirst.filter((entry) => {
    const group = groupOf(entry);
    if (seen.has(group)) return false;
    seen.add(group);
    return true;
  });
}

/** Days since 1970, UTC. */
function dayOf({ madeAt }: Pick<Backup, 'madeAt'>): number {
  return Math.floor(madeAt / DAY_MS);
}

/** Weeks from Monday to Sunday; the first of January 1970 was a Thursday. */
function weekOf(backup: Pick<Backup, 'madeAt'>): number {
  return Math.floor((dayOf(backup) + 3) / 7);
}
