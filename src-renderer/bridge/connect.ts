import type { Bridge } from '#contract/contract';
import { ENTRY_FRAGMENT } from '#contract/page-proof';
import type { Connection } from './connection.ts';
import { guardOwnFiles } from './own-files.ts';
import { PageAccess } from './page-access.ts';
import { SocketBridge } from './socket-bridge.ts';

declare global {
  interface Window {
    /** Set by the desktop's preload. */
    readonly sarvi?: Bridge;
  }
}

/** The desktop's bridge if the preload has set one, else a socket to the page's server. */
export function connect(): Connection {
  if (window.sarvi) return { bridge: window.sarvi, onChange: () => () => undefined };
  const bridge = new SocketBridge(new PageAccess());
  guardOwnFiles(() => bridge.standing());
  // A printed address that is opened in this tab only changes the fragment, so nothing loads by itself.
  addEventListener('hashchange', () => {
    if (location.hash.startsWith(ENTRY_FRAGMENT)) location.reload();
  });
  if ('serviceWorker' in navigator) {
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      bridge.dispose('refused');
    });
  }
  return bridge;
}
