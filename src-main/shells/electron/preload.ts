/**
 * The bridge of the desktop window. Runs in the sandbox before the page, which cannot change it; the page gets
 * `window.sarvi`, which knows only the names of the contract.
 */
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import { calls, events, type Bridge } from '#contract/contract';
import { SarviError, type ErrorReport } from '#contract/errors';
import { because } from '#contract/reasons';
import { CALL_CHANNEL, EVENT_CHANNEL } from './channels.ts';

type Listener = (payload: never) => void;

const listeners = new Map<string, Set<Listener>>();

const bridge: Bridge = {
  call: (name, input) => {
    if (calls.has(name)) return ipcRenderer.invoke(CALL_CHANNEL, name, input) as Promise<never>;
    const error = new SarviError('invalid-input', { reason: because('unknown-call', { name: JSON.stringify(name) }) });
    return Promise.resolve({ ok: false, error: error.toReport() as ErrorReport<'invalid-input'> });
  },
  listen: (name, listener) => {
    if (!events.has(name)) throw new Error(`no event ${JSON.stringify(name)}`);
    // A function may be added twice; each subscription ends separately.
    const own: Listener = (payload) => listener(payload);
    const set = listeners.get(name) ?? new Set();
    listeners.set(name, set.add(own));
    return () => void set.delete(own);
  },
  pathOfFile: (file) => {
    try {
      return webUtils.getPathForFile(file as File) || null;
    } catch {
      return null;
    }
  },
};

ipcRenderer.on(EVENT_CHANNEL, (_event: IpcRendererEvent, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload as never);
});

contextBridge.exposeInMainWorld('sarvi', bridge);
