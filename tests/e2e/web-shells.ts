import { test as base } from './temporary-folder.ts';
import { WebShell } from './web-shell.ts';

interface Fixtures {
  readonly dataFolder: string;
  /** Starts a web shell, which ends with the test. */
  readonly start: (args?: readonly string[]) => Promise<WebShell>;
  /** The only one, or the first. */
  readonly shell: WebShell;
}

/** Tests with built web shells on a data folder of their own, by English pages. */
export const test = base.extend<Fixtures>({
  locale: 'en-GB',
  dataFolder: ({ folder }, use) => use(folder),
  start: async ({ dataFolder }, use) => {
    const shells: WebShell[] = [];
    await use(async (args) => {
      const shell = await WebShell.start(dataFolder, args);
      shells.push(shell);
      return shell;
    });
    for (const shell of shells) await shell.stop();
  },
  shell: async ({ start }, use) => use(await start()),
});
