#!/usr/bin/env node
/** The command line: the same core as the windows, one command per run. */
import { resolve } from 'node:path';
import { SarviError } from '#contract/errors';
import { createApp, type App } from '../../core/app.ts';
import type { Ports } from '../../core/ports.ts';
import { createNodePorts } from '../node-ports.ts';
import type { Command } from './command.ts';
import { chat } from './commands/chat.ts';
import { convertAdapterCommand } from './commands/convert-adapter.ts';
import { convert } from './commands/convert.ts';
import { importCommand } from './commands/import.ts';
import { inspect } from './commands/inspect.ts';
import { models } from './commands/models.ts';
import { search } from './commands/search.ts';
import { serve } from './commands/serve.ts';
import { template } from './commands/template.ts';
import { verify } from './commands/verify.ts';
import { createOutput } from './output.ts';
import { USAGE, UsageError } from './usage.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  convert,
  'convert-adapter': convertAdapterCommand,
  inspect,
  import: importCommand,
  models,
  verify,
  chat,
  template,
  search,
  serve,
};

process.exitCode = await run(process.argv.slice(2));

async function run(words: readonly string[]): Promise<number> {
  const [name, ...args] = words;
  if (name === '--help' || name === '-h' || name === 'help' || args.includes('--help')) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const json = words.includes('--json');
  const output = createOutput(json, new Intl.DateTimeFormat().resolvedOptions().locale);
  const abort = new AbortController();
  const interrupt = (): void => abort.abort();
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);

  let ports: Ports | null = null;
  let app: Promise<App> | null = null;
  const openPorts = (): Ports => (ports ??= createNodePorts({ shell: 'cli', dataFolder: dataFolder(args) }));
  try {
    const command = name === undefined ? undefined : COMMANDS[name];
    if (!command) throw new UsageError(name === undefined ? 'a command is missing' : `there is no command ${name}`);
    await command({
      args,
      output,
      ports: openPorts,
      app: () => (app ??= createApp(openPorts())),
      signal: abort.signal,
    });
    return 0;
  } catch (thrown) {
    if (thrown instanceof UsageError) {
      process.stderr.write(`sarvi: ${thrown.message}\n\n${USAGE}\n`);
      return 2;
    }
    output.error(SarviError.from(thrown));
    return 1;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    // An app that failed to start has told so already.
    await (app as Promise<App> | null)?.then(
      (started) => started.dispose(),
      () => undefined,
    );
  }
}

/** Read before the command's own parsing, which every command does for itself. */
function dataFolder(args: readonly string[]): string | undefined {
  const index = args.findIndex((word) => word === '--data-dir' || word.startsWith('--data-dir='));
  if (index === -1) return undefined;
  const word = args[index] ?? '';
  const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : args[index + 1];
  return value === undefined ? undefined : resolve(value);
}
