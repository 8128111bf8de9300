/**
 * Knows which conversation crashes the page when it is drawn. Each is counted before it is drawn, in the tab's own
 * storage, which survives a crash; an orderly end removes the count.
 */
import type { ConversationId } from '#contract/primitives';

interface Drawing {
  readonly conversationId: ConversationId;
  readonly times: number;
}

const KEY = 'sarvi.drawing';
const MOST_TIMES = 2;

/** Whether drawing it has ended the page this often, so that it is not opened automatically. */
export function hasEndedPage(conversationId: ConversationId): boolean {
  return timesOf(conversationId) >= MOST_TIMES;
}

/** @returns a function to call when it was drawn or left */
export function watchDrawing(conversationId: ConversationId): () => void {
  const drawing: Drawing = { conversationId, times: timesOf(conversationId) + 1 };
  sessionStorage.setItem(KEY, JSON.stringify(drawing));
  const end = (): void => {
    removeEventListener('pagehide', end);
    sessionStorage.removeItem(KEY);
  };
  // A reload, for example. A page that crashes or hangs sends no event.
  addEventListener('pagehide', end);
  return end;
}

function timesOf(conversationId: ConversationId): number {
  try {
    const drawing = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Partial<Drawing> | null;
    return drawing?.conversationId === conversationId ? Number(drawing.times) || 0 : 0;
  } catch {
    return 0;
  }
}
