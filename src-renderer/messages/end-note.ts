import type { Message } from '#contract/messages';
import type { Catalogue } from '../language/en.ts';

/** How an answer ended, in words; null where it ended by itself, or its error says it. */
export function endNoteOf(message: Message, t: Catalogue): string | null {
  if (message.error) return null;
  switch (message.stopReason) {
    case 'stopped':
      return t.message.stopped;
    case 'max-tokens':
      return t.message.maxTokens;
    case 'context-full':
      return t.message.contextFull;
    case 'failed':
      return t.message.cutOff;
    case 'edited':
      return t.message.edited;
    default:
      return message.generation?.edited ? t.message.edited : null;
  }
}
