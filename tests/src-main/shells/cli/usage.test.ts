import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { languageOf, shellLanguage } from '../../../../src-main/shells/shell-language.ts';
import { USAGE } from '../../../../src-main/shells/cli/usage.ts';
import { runSarvi } from '../../../builders/run-sarvi.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const FINNISH = { LC_ALL: 'fi_FI.UTF-8', LANG: 'fi_FI.UTF-8' };
const ENGLISH = { LC_ALL: 'en_US.UTF-8', LANG: 'en_US.UTF-8' };

test('the help tells the same commands and options in both languages, on lines that fit', () => {
  const words = (usage: string) => usage.match(/(?<![\w-])--[\w-]+|^ {2}\w[\w-]*(?: [a-z]+)?(?= |$)/gm)?.sort();
  const optionsOnly = (usage: string) => [...new Set(words(usage)?.filter((word) => word.startsWith('--')))];
  expect(optionsOnly(USAGE.fi)).toEqual(optionsOnly(USAGE.en));
  const commands = (usage: string) => usage.match(/^ {2}[a-z][a-z-]*(?: (?:check|backup|restore|import|export))?/gm);
  expect(commands(USAGE.fi)).toEqual(commands(USAGE.en));
  for (const usage of Object.values(USAGE)) {
    expect(usage.split('\n').filter((line) => line.length > 100)).toEqual([]);
  }
});

describe('the language of the command line', () => {
  test('is that of the settings, else that of the system, and asking makes no file', async () => {
    const folder = await temporaryFolder();
    const ofSystem = shellLanguage('system', new Intl.DateTimeFormat().resolvedOptions().locale);
    expect([languageOf(folder), readdirSync(folder)]).toEqual([ofSystem, []]);
    const settings = join(folder, 'config.json');
    writeFileSync(settings, '{"language":');
    expect([languageOf(folder), readdirSync(folder)]).toEqual([ofSystem, ['config.json']]);
    writeFileSync(settings, '{"language":"fi"}');
    expect(languageOf(folder)).toBe('fi');
    const { stdout } = await runSarvi(['help', '--data-dir', folder], '', ENGLISH);
    expect(stdout).toMatch(/^Käyttö: sarvi <komento>/);
  });

  test('is that of a wrong call and of a failure too', async () => {
    const folder = await temporaryFolder();
    const wrong = await runSarvi(['lennä', '--data-dir', folder], '', FINNISH);
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toMatch(/^sarvi: komentoa lennä ei ole\n\nKäyttö: sarvi/);
    const failed = await runSarvi(['inspect', join(folder, 'malli.gguf'), '--data-dir', folder], '', FINNISH);
    expect(failed.stderr).toContain('ei ole mitään. Tarkista polku. [path-missing]');
  });

  test('follows the system where the settings leave it to it', () => {
    expect([shellLanguage('system', 'fi-FI'), shellLanguage('system', 'fil-PH'), shellLanguage('en', 'fi-FI')]).toEqual(
      ['fi', 'en', 'en'],
    );
  });
});
