import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

/**
 * What langdetect 1.0.9 knows of its 55 languages, and how it evens out characters. Profiles of Nakatani Shuyo's
 * language-detection library (Apache-2.0), packed by `scripts/reference/pack-language-profiles.py`.
 */
export interface LanguageProfiles {
  readonly languages: readonly string[];
  /** For each sequence of one to three characters, languages by number with their shares, in turn. */
  readonly grams: ReadonlyMap<string, readonly number[]>;
  readonly evening: Evening;
}

/** Characters that count as others. */
export interface Evening {
  /** Signs that count as a blank. */
  readonly excluded: string;
  readonly vietnamese: { readonly letters: string; readonly marks: string; readonly joined: readonly string[] };
  /** The first character of a group stands for all of it. */
  readonly kanji: ReadonlyMap<string, string>;
}

export async function readLanguageProfiles(resources: string): Promise<LanguageProfiles> {
  const packed = await readFile(join(resources, 'languages', 'profiles.br'));
  const lines = (await promisify(brotliDecompress)(packed)).toString('utf8').split('\n');
  const [[, excluded = ''] = [], [, letters = '', marks = '', ...joined] = [], [, ...kanji] = []] = lines
    .slice(0, 3)
    .map((line) => line.split('\t'));
  const languages: string[] = [];
  const grams = new Map<string, number[]>();
  for (let line = 3; line + 2 < lines.length; line += 3) {
    const [, language = '', ...totals] = (lines[line] ?? '').split('\t');
    const counts = (lines[line + 2] ?? '').slice('counts\t'.length).split(' ');
    for (const [index, gram] of (lines[line + 1] ?? '').split('\t').slice(1).entries()) {
      const share = Number(counts[index]) / Number(totals[[...gram].length - 1]);
      const shares = grams.get(gram);
      if (shares) shares.push(languages.length, share);
      else grams.set(gram, [languages.length, share]);
    }
    languages.push(language);
  }
  return {
    languages,
    grams,
    evening: { excluded, vietnamese: { letters, marks, joined }, kanji: representatives(kanji) },
  };
}

function representatives(groups: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const group of groups) {
    const [first = ''] = group;
    for (const character of group) found.set(character, first);
  }
  return found;
}
