import type { Bridge } from '#contract/contract';
import type { Connection } from './connection.ts';
import { SocketBridge } from './socket-bridge.ts';

declare global {
  interface Window {
    /** Put there by the desktop's preload. */
    readonly sarvi?: Bridge;
  }
}

/** The desktop's bridge where the preload gave one, else a socket to the server that the page came from. */
export function connect(): Connection {
  if (window.sarvi) return { bridge: window.sarvi, onChange: () => () => undefined };
  const protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return new SocketBridge(`${protocol}//${location.host}/bridge`);
}
