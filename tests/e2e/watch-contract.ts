import type { Page } from '@playwright/test';
import type { Result } from '#contract/contract';
import { faultOfAnswer, faultOfEvent } from '../builders/contract-faults.ts';

/** The frames of `shells/web/bridge-socket.ts`; others, like the proof that comes first, are none of these. */
interface Frame {
  readonly id?: number;
  readonly call?: string;
  readonly result?: Result<unknown>;
  readonly event?: string;
  readonly payload?: unknown;
}

/** Holds all that comes over a page's sockets against the contract. */
export function watchContract(page: Page, onFault: (fault: string) => void): void {
  page.on('websocket', (socket) => {
    const asked = new Map<number, string>();
    socket.on('framesent', ({ payload }) => {
      const { id, call } = read(payload);
      if (id !== undefined && call !== undefined) asked.set(id, call);
    });
    socket.on('framereceived', ({ payload: text }) => {
      const { id = -1, result, event, payload } = read(text);
      const call = asked.get(id);
      if (event !== undefined) note(faultOfEvent(event, payload));
      if (result === undefined || call === undefined) return;
      asked.delete(id);
      note(faultOfAnswer(call, result));
    });
  });
  const note = (fault: string | null): void => {
    if (fault !== null) onFault(fault);
  };
}

function read(text: string | Buffer): Frame {
  try {
    return JSON.parse(text.toString()) as Frame;
  } catch {
    return {};
  }
}
