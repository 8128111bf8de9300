import type { Handlers } from '#contract/contract';
import type { UpdateStatus } from '#contract/update-calls';
import type { Ports } from './ports.ts';
import { UpdateChecks } from './updates/update-checks.ts';
import { updateHandlers } from './updates/update-handlers.ts';
import { Updates } from './updates/updates.ts';

export interface UpdateService {
  readonly handlers: Pick<Handlers, Extract<keyof Handlers, `updates.${string}`>>;
  /** Call this when the settings have changed. */
  follow(): void;
  discard(): Promise<void>;
  dispose(): Promise<void>;
}

/** Updates of the app. Without an updater of the shell there are none, and nothing is ever asked. */
export async function createUpdates(
  ports: Ports,
  parts: { readonly backUp: () => Promise<unknown>; readonly onChange: (status: UpdateStatus) => void },
): Promise<UpdateService> {
  const { updater } = ports;
  const updates = updater === undefined ? null : await Updates.open({ ...ports, ...parts, updater });
  const checks = updates === null ? null : new UpdateChecks(updates, ports);
  return {
    handlers: updateHandlers(updates),
    follow: () => checks?.follow(),
    discard: () => updates?.discard() ?? Promise.resolve(),
    async dispose() {
      checks?.dispose();
      await updates?.dispose();
    },
  };
}
