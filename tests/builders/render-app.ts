/** The whole renderer on a page, with a core in memory behind it. */
import { mount, unmount } from 'svelte';
import { onTestFinished } from 'vitest';
import App from '../../src-renderer/app/App.svelte';
import type { ConnectionState } from '../../src-renderer/bridge/connection.ts';
import '../../src-renderer/styles/tokens.css';
import '../../src-renderer/styles/base.css';
import '../../src-renderer/styles/controls.css';
import { FakeBridge } from './fake-bridge.ts';
import type { FakeCore } from './fake-bridge.ts';

export interface RenderedApp {
  readonly bridge: FakeBridge;
  /** Cuts the connection, or brings it back. */
  readonly setConnected: (connected: boolean) => void;
  /** Takes it off the page before the test ends. */
  readonly close: () => Promise<void>;
}

/** In English unless the core's settings say otherwise; taken off the page when the test ends. */
export function renderApp(core: FakeCore, hash = '#/', root: typeof App = App): RenderedApp {
  localStorage.clear();
  history.replaceState(null, '', hash);
  const bridge = new FakeBridge({ ...core, settings: { language: 'en', ...core.settings } });
  let tell: (state: ConnectionState) => void = () => undefined;
  const connection = {
    bridge,
    onChange: (listener: (state: ConnectionState) => void) => {
      tell = listener;
      return () => undefined;
    },
  };
  const target = document.createElement('div');
  target.id = 'app';
  document.body.append(target);
  const app = mount(root, { target, props: { connection } });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= unmount(app).then(() => target.remove()));
  onTestFinished(close);
  return {
    bridge,
    close,
    setConnected: (connected) => {
      tell(connected ? 'standing' : 'lost');
    },
  };
}
