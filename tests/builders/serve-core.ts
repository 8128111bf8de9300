/** The built renderer behind the real loopback server, with a core in memory: what a page shows is the test's to say. */
import { events } from '#contract/contract';
import type { EventName } from '#contract/contract';
import { findAppFiles } from '../../src-main/shells/app-files.ts';
import { openRendererFiles } from '../../src-main/shells/renderer-files.ts';
import { openPorts } from '../../src-main/shells/web/open-ports.ts';
import { entryAddress, PageKeys } from '../../src-main/shells/web/page-keys.ts';
import { FakeBridge } from './fake-bridge.ts';
import type { FakeCore } from './fake-bridge.ts';

export interface ServedCore {
  readonly bridge: FakeBridge;
  /** With a key that works once. */
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
  const keys = new PageKeys([], () => undefined);
  const server = await openPorts({ app, files, log, keys, userOf: () => null }, null);
  return {
    bridge,
    entryUrl: entryAddress(server.port, keys.entrySecret),
    port: server.port,
    close: () => server.close(),
  };
}
