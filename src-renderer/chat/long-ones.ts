import type { AppState } from '../state/app.svelte.ts';
import type { Attachment } from '../state/attachments.svelte.ts';
import { roomIn } from '../state/message-room.ts';

export interface Measured {
  /** The tokens of all files that go into the message whole. */
  readonly wholeTokens: number;
  readonly roomTokens: number;
  /** The longest of them, until the others fit: what a choice is needed for. */
  readonly long: readonly Attachment[];
}

/** Which of the attached files are too long for a message with this text. */
export function measureFiles(app: AppState, files: readonly Attachment[], text: string): Measured {
  const { longFiles, tokenCounts, chat } = app;
  const tokensOf = (part: string): number => tokenCounts.of(chat.modelId, part).tokens;
  const whole = files.filter((file) => longFiles.useOf(file) === 'whole');
  const { messageTokens } = roomIn(app);
  const wholeTokens = whole.reduce((sum, { quoted }) => sum + tokensOf(quoted), 0);
  const long: Attachment[] = [];
  let left = wholeTokens + tokensOf(text);
  // What the model itself has found too long is not sent whole once more, whatever the estimate.
  let isOver = left > messageTokens || whole.some((file) => longFiles.wasRefused(file));
  for (const file of [...whole].sort((a, b) => b.text.length - a.text.length)) {
    if (!isOver) break;
    long.push(file);
    left -= tokensOf(file.quoted);
    isOver = left > messageTokens;
  }
  return { wholeTokens, roomTokens: messageTokens, long };
}
