import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { SarviError } from '#contract/errors';
import type { PunktTables } from './punkt-tables.ts';

/** NLTK's four English tables together have 240 kB. */
const MOST_BYTES = 8 * 2 ** 20;
/** Where the tables may be below the folder that a user names. */
const PLACES = ['english', '.', 'punkt_tab/english', 'tokenizers/punkt_tab/english'];

/**
 * NLTK's own tables for English, from a folder with `punkt_tab`.
 *
 * @throws SarviError `punkt-tables-missing`, `punkt-tables-malformed`
 */
export async function readPunktTables(folder: string): Promise<PunktTables> {
  for (const place of PLACES) {
    const lines = await readLines(join(folder, place, 'abbrev_types.txt'));
    if (lines !== null) return readTables(join(folder, place), lines);
  }
  throw new SarviError('punkt-tables-missing', { path: folder });
}

async function readTables(folder: string, abbreviations: readonly string[]): Promise<PunktTables> {
  const read = async (name: string): Promise<string[]> => {
    const lines = await readLines(join(folder, name));
    if (lines === null) throw new SarviError('punkt-tables-missing', { path: folder });
    return lines;
  };
  const flags = new Map<string, number>();
  for (const line of await read('ortho_context.tab')) {
    const [type = '', bits = ''] = line.split('\t');
    if (!/^\d{1,3}$/.test(bits))
      throw new SarviError('punkt-tables-malformed', { path: folder, found: line.slice(0, 80) });
    flags.set(type, Number(bits));
  }
  return {
    abbreviations: new Set(abbreviations),
    collocations: new Set(await read('collocations.tab')),
    sentenceStarters: new Set(await read('sent_starters.txt')),
    orthography: (type) => flags.get(type) ?? 0,
  };
}

/** Null where there is no such file. @throws SarviError for one that is too long */
async function readLines(path: string): Promise<string[] | null> {
  const file = await open(path).catch(() => null);
  if (file === null) return null;
  try {
    const stat = await file.stat();
    if (!stat.isFile()) return null;
    if (stat.size > MOST_BYTES) throw new SarviError('punkt-tables-malformed', { path, found: `${stat.size}` });
    const lines = (await file.readFile('utf8')).split(/\r?\n/);
    if (lines.at(-1) === '') lines.pop();
    return lines;
  } finally {
    await file.close();
  }
}
