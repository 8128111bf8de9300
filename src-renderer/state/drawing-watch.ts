/**
 * Knows which conversation ends the page by being drawn. Each is counted before it is drawn, in the tab's own storage,
 * which a page that crashes leaves behind; whatever ends in order takes the count away again.
 */
import type { ConversationId } from '#contract/primitives';

interface Drawing {
  readonly conversationId: ConversationId;
  readonly times: number;
}

const KEY = 'sarvi.drawing';
const MOST_TIMES = 2;

/** Whether the page ended this often while it was drawn, so that it is not opened again by itself. */
export function hasEndedPage(conversationId: ConversationId): boolean {
  return timesOf(conversationId) >= MOST_TIMES;
}

/** @returns what is called when it has been drawn, or left */
export function watchDrawing(conversationId: ConversationId): () => void {
  const drawing: Drawing = { conversationId, times: timesOf(conversationId) + 1 };
  sessionStorage.setItem(KEY, JSON.stringify(drawing));
  const end = (): void => {
    removeEventListener('pagehide', end);
    sessionStorage.removeItem(KEY);
  };
  // A reload, say. A page that crashes or hangs tells nothing.
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
