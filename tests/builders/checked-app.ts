import { SarviError } from '#contract/errors';
import { createApp, type App, type AppOptions } from '../../src-main/core/app.ts';
import type { Ports } from '../../src-main/core/ports.ts';
import { faultOfAnswer, faultOfEvent } from './contract-faults.ts';

/**
 * The app, held to its contract: an answer, an error or an event that the contract does not have fails the test, at
 * once where somebody waits for it and else when the app is disposed of.
 */
export async function createCheckedApp(ports: Ports, options?: AppOptions): Promise<App> {
  const app = await createApp(ports, options);
  const faults = new Set<string>();
  const note = (fault: string | null): void => {
    if (fault === null) return;
    faults.add(fault);
    throw new Error(fault);
  };
  app.listen((name, payload) => {
    const fault = faultOfEvent(name, payload);
    if (fault !== null) faults.add(fault);
  });
  return {
    ...app,
    async call(name, input) {
      const result = await app.call(name, input);
      note(faultOfAnswer(name, result));
      return result;
    },
    async ask(name, input) {
      const answered = app.ask(name, input);
      const result = await answered.then(
        (value) => ({ ok: true, value }) as const,
        (error: unknown) => ({ ok: false, error: SarviError.from(error).toReport() }) as const,
      );
      note(faultOfAnswer(name, result));
      return answered;
    },
    async dispose() {
      await app.dispose();
      if (faults.size > 0) throw new Error([...faults].join('\n'));
    },
  };
}
