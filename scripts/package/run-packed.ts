import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { extractArchive } from './read-archive.ts';

const QUESTIONS = [
  { prompt: 'Kuka olet?', expected: /^Olen Sarven pieni sisäänrakennettu opasmalli/ },
  { prompt: 'Who are you?', expected: /^I am Sarvi's small built-in guide model/ },
];
const SEARCHED = 'opasmallit';

/**
 * Runs the command line out of the packed files: imports the guide model, has it answer in both languages, and finds an
 * answer again.
 *
 * @param resources - the folder with app.asar
 * @param work - an empty folder
 * @throws Error with what the command line printed
 */
export function runPacked(resources: string, work: string): void {
  const app = extractPacked(resources, work);
  answerAndSearch(join(app, 'out', 'main', 'cli.js'), guideModelOf(work), join(work, 'data ä 😀'));
}

/** The packed files as Node can run them, which reads no archive. @returns the folder of the app, in `work` */
export function extractPacked(resources: string, work: string): string {
  const app = join(work, 'resources', 'app');
  extractArchive(join(resources, 'app.asar'), app);
  cpSync(join(resources, 'app.asar.unpacked'), app, { recursive: true });
  const beside = readdirSync(resources, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of beside) {
    if (!name.startsWith('app.asar')) cpSync(join(resources, name), join(work, 'resources', name), { recursive: true });
  }
  return app;
}

export function guideModelOf(work: string): string {
  return join(work, 'resources', 'guide-model');
}

/** @param cli - the command line's entry, or a program that runs it */
export function answerAndSearch(cli: string, guideModel: string, dataFolder: string): void {
  const sarvi = (...args: string[]): string => {
    const [program, first] = cli.endsWith('.js') ? [process.execPath, [cli]] : [cli, []];
    const all = [...first, ...args, '--data-dir', dataFolder];
    // Settings and browsers of the caller would not be there for a user.
    const { NODE_OPTIONS: _, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync(program, all, { encoding: 'utf8', env });
    if (status !== 0) throw new Error(`sarvi ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
    return stdout;
  };
  sarvi('import', guideModel, '--type', 'Q8_0');
  for (const { prompt, expected } of QUESTIONS) {
    const answer = sarvi('chat', '--prompt', prompt, '--greedy');
    if (!expected.test(answer)) throw new Error(`the guide model answered ${JSON.stringify(answer)}`);
  }
  const found = sarvi('search', SEARCHED, '--json');
  if (!found.includes('Kuka olet?')) throw new Error(`the search found ${JSON.stringify(found)}`);
  if (!existsSync(join(dataFolder, 'history', 'history.db'))) throw new Error('there is no history in the data folder');
}
