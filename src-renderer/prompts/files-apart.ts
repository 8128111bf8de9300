import { fillFields } from '#contract/prompt-fields';
import type { AppState } from '../state/app.svelte.ts';
import type { Attachment } from '../state/attachments.svelte.ts';
import { roomIn } from '../state/message-room.ts';

/** A message that was made of a prompt, and the files that go along beside it. */
export interface MadeMessage {
  readonly text: string;
  readonly apart: readonly Attachment[];
}

/**
 * Fills in the fields. A file whose text has no room in the message is named there and attached to it, so that the
 * composer asks what of it goes along: the longest ones, until the rest fits.
 */
export function makeMessage(
  app: AppState,
  body: string,
  values: ReadonlyMap<string, string>,
  files: ReadonlyMap<string, Attachment>,
): MadeMessage {
  const { chat, tokenCounts } = app;
  const { messageTokens } = roomIn(app);
  const filled = new Map(values);
  const apart: Attachment[] = [];
  let text = fillFields(body, filled);
  for (const [name, file] of [...files].sort(([, a], [, b]) => b.text.length - a.text.length)) {
    if (tokenCounts.of(chat.modelId, text).tokens <= messageTokens) break;
    filled.set(name, file.name);
    apart.push(file);
    text = fillFields(body, filled);
  }
  return { text, apart };
}
