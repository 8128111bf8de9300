/** The language of the shell's own texts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { Settings } from '#contract/settings';
import { defaultFolders } from './data-folder.ts';

export type ShellLanguage = 'fi' | 'en';

export function shellLanguage(wanted: Settings['language'], systemLocale: string): ShellLanguage {
  if (wanted !== 'system') return wanted;
  return /^fi\b/i.test(systemLocale) ? 'fi' : 'en';
}

/**
 * The language of the settings, else of the system (`LC_ALL`, `LANG`), before the settings are opened. Creates no data
 * folder and repairs nothing, because the command may only print its help.
 */
export function languageOf(configFolder = defaultFolders().config): ShellLanguage {
  return shellLanguage(languageSetting(configFolder), new Intl.DateTimeFormat().resolvedOptions().locale);
}

function languageSetting(configFolder: string): Settings['language'] {
  try {
    const found: unknown = JSON.parse(readFileSync(join(configFolder, 'config.json'), 'utf8'));
    return v.parse(v.object({ language: Settings.entries.language }), found).language;
  } catch {
    return 'system';
  }
}
