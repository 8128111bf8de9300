import type { App, AppOptions } from '../../core/app.ts';
import type { Ports } from '../../core/ports.ts';
import type { Output } from './output.ts';

/** The surroundings of a command. `app` starts on first use, so that commands without it start at once. */
export interface CommandContext {
  readonly args: readonly string[];
  readonly output: Output;
  readonly ports: () => Ports;
  readonly app: (options?: AppOptions) => Promise<App>;
  /** Aborted by Ctrl-C: the command stops, cleans up and ends with the code `cancelled`. */
  readonly signal: AbortSignal;
}

/** @throws SarviError (exit 1), UsageError (exit 2) */
export type Command = (context: CommandContext) => Promise<void>;
