import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sentenceOf } from '#contract/error-sentences';
import { SarviError } from '#contract/errors';
import { makePrivateFiles } from '../keep-private.ts';
import { languageOf } from '../shell-language.ts';
import type { RendererFiles } from '../renderer-files.ts';
import { openInBrowser } from './open-in-browser.ts';
import { runWebShell } from './run-web-shell.ts';

const USAGE = 'usage: [--port N] [--data-dir DIR] [--no-open]\n';

interface Arguments {
  readonly port: number;
  readonly dataFolder: string | undefined;
  readonly open: boolean;
}

/** Null when the arguments make no sense. */
function readArguments(words: readonly string[]): Arguments | null {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { port: { type: 'string' }, 'data-dir': { type: 'string' }, 'no-open': { type: 'boolean' } },
    });
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return null;
    const folder = values['data-dir'];
    if (folder === '') return null;
    return { port, dataFolder: folder === undefined ? undefined : resolve(folder), open: !values['no-open'] };
  } catch {
    return null;
  }
}

/** Runs until a signal ends it, and prints the address to open. */
export async function runWebProgram(words: readonly string[], openFiles?: () => RendererFiles): Promise<void> {
  makePrivateFiles();
  const args = readArguments(words);
  if (args === null) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  try {
    const shell = await runWebShell({ ...args, openFiles });
    process.stdout.write(`Sarvi: ${shell.entryUrl}\n`);
    if (args.open) openInBrowser(shell.entryUrl, shell.dataFolder);
    if (shell.isElsewhere) return;
    const stop = (): void => void shell.close().finally(() => process.exit(0));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  } catch (error) {
    process.stderr.write(`${sentenceOf(SarviError.from(error).toReport(), languageOf(args.dataFolder))}\n`);
    process.exitCode = 1;
  }
}
