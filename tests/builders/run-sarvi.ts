import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const ENTRY = join(ROOT, 'src-main/shells/cli/main.ts');

export interface Ended {
  readonly status: number;
  /** The objects of `--json`. */
  readonly lines: Record<string, unknown>[];
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the command line as a process of its own, as a shell would, with a home folder that the test may touch; in
 * English, unless `environment` says otherwise.
 */
export async function runSarvi(
  args: readonly string[],
  input = '',
  environment: Readonly<Record<string, string>> = { LC_ALL: 'en_US.UTF-8' },
): Promise<Ended> {
  const home = await temporaryFolder();
  const env = {
    ...process.env,
    HOME: home,
    USERPROFILE: home,
    APPDATA: home,
    LOCALAPPDATA: home,
    XDG_CONFIG_HOME: home,
    XDG_DATA_HOME: home,
    ...environment,
  };
  return new Promise((resolve) => {
    const options = { cwd: ROOT, encoding: 'utf8', env } as const;
    const child = execFile(process.execPath, [ENTRY, ...args], options, (error, stdout, stderr) => {
      const lines = args.includes('--json')
        ? stdout
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => JSON.parse(line) as Record<string, unknown>)
        : [];
      resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, lines, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}
