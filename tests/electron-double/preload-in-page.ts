/**
 * Runs the built preload in a page, before the page's own scripts, with a double of the `electron` that a sandboxed
 * preload may require. It shares the page's JavaScript world, which Electron's does not; the names of the binding are
 * closed over, so the page gets `window.sarvi` as it does there, plus the raw binding, which stands for a frame that
 * calls the channel by itself.
 */
import { readFileSync } from 'node:fs';
import type { Frame } from '@playwright/test';

export const INVOKE_BINDING = '__electronInvoke';
export const DELIVER_FUNCTION = '__electronDeliver';

export function preloadScript(preloadPath: string): string {
  return `(() => {
    if (window !== window.top) return;
    const listeners = new Map();
    const pageFrames = window;
    const invoke = window['${INVOKE_BINDING}'];
    Object.defineProperty(window, '${DELIVER_FUNCTION}', {
      value: (channel, args) => { for (const listener of listeners.get(channel) ?? []) listener({}, ...args); },
    });
    const electron = {
      contextBridge: {
        exposeInMainWorld: (name, api) => Object.defineProperty(pageFrames, name, { value: Object.freeze(api) }),
      },
      ipcRenderer: {
        invoke: async (channel, ...args) => {
          const answer = await invoke(channel, structuredClone(args));
          if ('thrown' in answer) throw new Error("Error invoking remote method '" + channel + "': " + answer.thrown);
          return answer.value;
        },
        on: (channel, listener) => { listeners.set(channel, [...(listeners.get(channel) ?? []), listener]); },
      },
      webUtils: { getPathForFile: (file) => { if (!(file instanceof File)) throw new TypeError('not a File'); return ''; } },
    };
    const require = (name) => {
      if (name !== 'electron') throw new Error('module not found: ' + name);
      return electron;
    };
    const module = { exports: {} };
    ((require, module, exports) => {
${readFileSync(preloadPath, 'utf8')}
    })(require, module, module.exports);
  })();`;
}

/** Hands an event of the main process to the preload's listeners. A page that is loading has none and misses it. */
export async function deliver(frame: Frame, channel: string, args: unknown[]): Promise<void> {
  await frame
    .evaluate(
      ([name, to, values]) => {
        const target = (globalThis as Record<string, unknown>)[name as string] as
          ((channel: string, args: unknown[]) => void) | undefined;
        target?.(to, values);
      },
      [DELIVER_FUNCTION, channel, args] as const,
    )
    .catch(() => undefined);
}
