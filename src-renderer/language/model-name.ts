import type { Catalogue } from './en.ts';

/** What Sarvi calls its own model in a manifest, with the number that a second one gets. */
const GUIDE = /^Sarvi guide(?=$| \(\d+\)$)/i;

/** A model's name as it is shown: the guide has one in each language; all others are names that somebody gave. */
export function modelName(name: string, t: Catalogue): string {
  return name.replace(GUIDE, t.family.guide.name);
}
