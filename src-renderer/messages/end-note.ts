import type { Message } from '#contract/messages';
import type { Catalogue } from '../language/en.ts';

/** How an answer ended, in words; null where it ended by itself, or its error says it. */
export function endNoteOf(message: Message, t: Catalogue['message']): string | null {
  if (message.error) return null;
  switch (message.stopReason) {
    case 'stopped':
      return t.stopped;
    case 'max-tokens':
      return t.maxTokens;
    case 'context-full':
      return t.contextFull;
    case 'failed':
      return t.cutOff;
    case 'edited':
      return t.edited;
    default:
      return message.generation?.edited ? t.edited : null;
  }
}
