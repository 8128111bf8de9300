/** The built renderer behind the real loopback server, with a core in memory: what a page shows is the test's to say. */
import { events } from '#contract/contract';
import type { EventName } from '#contract/contract';
import { findAppFiles } from '../../src-main/shells/app-files.ts';
import { openRendererFiles } from '../../src-main/shells/renderer-files.ts';
import { openLoopbackServer } from '../../src-main/shells/web/loopback-server.ts';
import { FakeBridge } from './fake-bridge.ts';
import type { FakeCore } from './fake-bridge.ts';

export interface ServedCore {
  readonly bridge: FakeBridge;
  /** With the one-time token. */
  readonly entryUrl: string;
  readonly port: number;
  close(): Promise<void>;
}

export async function serveCore(core: FakeCore): Promise<ServedCore> {
  const bridge = new FakeBridge({ ...core, settings: { language: 'en', ...core.settings } });
  const app = {
    call: (name: string, input: unknown) => bridge.call(name as never, input as never),
    listen(listener: (name: EventName, payload: never) => void) {
      const stops = [...events.keys()].map((name) =>
        bridge.listen(name, (payload) => listener(name, payload as never)),
      );
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const files = await openRendererFiles(findAppFiles().renderer);
  const server = await openLoopbackServer({ app: app, files, log, port: 0, userOf: () => null });
  return { bridge, entryUrl: server.entryUrl, port: server.port, close: () => server.close() };
}
