#!/usr/bin/env node
/** The command line: the same core as the windows, one command per run. */
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { createApp, type App, type AppOptions } from '../../core/app.ts';
import type { Ports } from '../../core/ports.ts';
import { makePrivateFiles } from '../keep-private.ts';
import { createNodePorts } from '../node-ports.ts';
import { languageOf } from '../shell-language.ts';
import { dataFolderIn, dataFolderOption } from './arguments.ts';
import type { Command } from './command.ts';
import { api } from './commands/api.ts';
import { chat } from './commands/chat.ts';
import { compare } from './commands/compare.ts';
import { convertAdapterCommand } from './commands/convert-adapter.ts';
import { convert } from './commands/convert.ts';
import { evaluate } from './commands/eval.ts';
import { dataset } from './commands/dataset.ts';
import { history } from './commands/history.ts';
import { importCommand } from './commands/import.ts';
import { inspect } from './commands/inspect.ts';
import { judgments } from './commands/judgments.ts';
import { lineage } from './commands/lineage.ts';
import { models } from './commands/models.ts';
import { perplexity } from './commands/perplexity.ts';
import { score } from './commands/score.ts';
import { search } from './commands/search.ts';
import { serve } from './commands/serve.ts';
import { template } from './commands/template.ts';
import { verdict } from './commands/verdict.ts';
import { verify } from './commands/verify.ts';
import { votes } from './commands/votes.ts';
import { listenForInterrupts } from './interrupts.ts';
import { createOutput, type Output } from './output.ts';
import { USAGE, UsageError } from './usage.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  convert,
  'convert-adapter': convertAdapterCommand,
  inspect,
  import: importCommand,
  models,
  verify,
  verdict,
  eval: evaluate,
  judgments,
  chat,
  template,
  score,
  perplexity,
  compare,
  votes,
  dataset,
  lineage,
  search,
  history,
  serve,
  api,
};

process.exitCode = await run(process.argv.slice(2));

async function run(words: readonly string[]): Promise<number> {
  // A converted file is meant for others, too.
  if (!words[0]?.startsWith('convert')) makePrivateFiles();
  const [name, ...args] = words;
  const json = words.includes('--json');
  const language = languageOf(dataFolderIn(args));
  const output = createOutput(json, language);
  if (name === '--help' || name === '-h' || name === 'help' || args.includes('--help')) {
    output.result({ usage: USAGE[language] }, USAGE[language]);
    return 0;
  }
  const interrupts = listenForInterrupts(process, () => endAtOnce(output));
  // A reader that has enough, such as `head`, ends the command.
  process.stdout.on('error', interrupts.interrupt);

  let ports: Ports | null = null;
  let app: Promise<App> | null = null;
  const openPorts = (): Ports => (ports ??= createNodePorts({ shell: 'cli', dataFolder: dataFolderOption(args) }));
  try {
    const command = name === undefined ? undefined : COMMANDS[name];
    if (!command)
      throw new UsageError(
        name === undefined ? because('usage-no-command') : because('usage-unknown-command', { name }),
      );
    await command({
      args,
      output,
      ports: openPorts,
      app: (options) => (app ??= openApp(openPorts(), output, options)),
      signal: interrupts.signal,
    });
    return 0;
  } catch (thrown) {
    if (thrown instanceof UsageError) {
      output.usage(thrown);
      return 2;
    }
    output.error(SarviError.from(thrown));
    return 1;
  } finally {
    interrupts.stopListening();
    // An app that failed to start has reported that already.
    await (app as Promise<App> | null)?.then(
      (started) => started.dispose(),
      () => undefined,
    );
  }
}

/**
 * Starts the app, and first reports what was found and repaired in the history.
 *
 * @throws SarviError `history-damaged` once, so that no command works on an empty history unnoticed
 */
async function openApp(ports: Ports, output: Output, options?: AppOptions): Promise<App> {
  const app = await createApp(ports, options);
  const notice = await app.takeNotice();
  if (notice?.code === 'history-damaged') {
    await app.dispose();
    throw notice;
  }
  if (notice !== null) output.failure(notice);
  return app;
}

/** For the second Ctrl-C: ends without cleaning up. */
function endAtOnce(output: Output): void {
  output.error(new SarviError('cancelled'));
  process.stdout.write('', () => process.exit(130));
}
