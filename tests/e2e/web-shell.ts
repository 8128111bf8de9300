import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../out/main/web.js', import.meta.url));

/** The built web shell as a process of its own. */
export class WebShell {
  readonly entryUrl: string;
  readonly #process: ChildProcess;
  readonly #exited: Promise<number | null>;

  private constructor(child: ChildProcess, entryUrl: string) {
    this.#process = child;
    this.#exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    this.entryUrl = entryUrl;
  }

  static async start(dataFolder: string, args: readonly string[] = []): Promise<WebShell> {
    const child = spawn(process.execPath, [PROGRAM, '--no-open', '--data-dir', dataFolder, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    while (!printed.includes('\n')) await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    const entryUrl = /http:\/\/127\.0\.0\.1:\d+\/#enter=\S+/.exec(printed)?.[0];
    if (!entryUrl) throw new Error(`the web shell printed ${JSON.stringify(printed)}`);
    return new WebShell(child, entryUrl);
  }

  get processId(): number {
    return this.#process.pid ?? 0;
  }

  /** Its exit code, when it ends by itself. */
  get ended(): Promise<number | null> {
    return this.#exited;
  }

  get origin(): string {
    return new URL(this.entryUrl).origin;
  }

  /** Ends it as Ctrl+C does; resolves to its exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGINT');
  }

  /** Ends it as the system does that has no memory left: nothing of it runs any more. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return this.#process.exitCode;
    this.#process.kill(signal);
    return this.#exited;
  }
}
