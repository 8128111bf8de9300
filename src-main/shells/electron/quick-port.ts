import type { QuickStatus } from '#contract/quick-calls';
import type { Settings } from '#contract/settings';
import type { QuickWindowPort } from '../../core/ports.ts';
import type { DesktopWindows } from './desktop-windows.ts';
import { QuickShortcut } from './quick-shortcut.ts';

export interface QuickPortParts {
  readonly windows: Pick<DesktopWindows, 'quick' | 'showQuick' | 'showConversation'>;
  readonly command: string;
  readonly isWayland: boolean;
}

/** The quick window as the core knows it, and its shortcut. */
export interface QuickPort extends QuickWindowPort {
  follow(settings: Settings): void;
  dispose(): void;
}

export function createQuickPort({ windows, command, isWayland }: QuickPortParts): QuickPort {
  const listeners = new Set<(status: QuickStatus) => void>();
  const shortcut = new QuickShortcut(() => windows.showQuick());
  const status = (): QuickStatus => ({ shortcut: shortcut.state, isWayland, command });
  return {
    get status() {
      return status();
    },
    onChange: (listener) => void listeners.add(listener),
    show: () => windows.showQuick(),
    hide: () => windows.quick.hide(),
    readClipboard: () => windows.quick.readClipboard(),
    showConversation: (conversationId) => windows.showConversation(conversationId),
    follow(settings) {
      if (shortcut.follow(settings)) for (const listener of listeners) listener(status());
    },
    dispose: () => shortcut.dispose(),
  };
}

/** Whether the user's session is Wayland's. */
export function isWaylandSession(platform: string, environment: Readonly<Record<string, string | undefined>>): boolean {
  if (platform !== 'linux') return false;
  return environment['XDG_SESSION_TYPE'] === 'wayland' || Boolean(environment['WAYLAND_DISPLAY']);
}
