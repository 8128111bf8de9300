import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../out/main/web.js', import.meta.url));

/** The built web shell as a process of its own. */
export class WebShell {
  readonly entryUrl: string;
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess, entryUrl: string) {
    this.#process = child;
    this.entryUrl = entryUrl;
  }

  static async start(dataFolder: string): Promise<WebShell> {
    const child = spawn(process.execPath, [PROGRAM, '--no-open', '--data-dir', dataFolder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    while (!printed.includes('\n')) await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    const entryUrl = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(printed)?.[0];
    if (!entryUrl) throw new Error(`the web shell printed ${JSON.stringify(printed)}`);
    return new WebShell(child, entryUrl);
  }

  get processId(): number {
    return this.#process.pid ?? 0;
  }

  get origin(): string {
    return new URL(this.entryUrl).origin;
  }

  /** Ends it as Ctrl+C does; resolves to its exit code. */
  async stop(): Promise<number | null> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return this.#process.exitCode;
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGINT');
    const [code] = (await exited) as [number | null];
    return code;
  }

  /** Ends it as the system does that has no memory left: nothing of it runs any more. */
  async kill(): Promise<void> {
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }
}
