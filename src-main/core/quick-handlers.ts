import type { Handlers } from '#contract/contract';
import { SarviError } from '#contract/errors';
import { MOST_CLIPBOARD_CHARACTERS } from '#contract/quick-calls';
import type { QuickWindowPort } from './ports.ts';

type QuickCall = Extract<keyof Handlers, `quick.${string}`>;

/** Handlers of the calls about the quick window. @param keep - makes a temporary conversation one of the history */
export function quickHandlers(
  quick: QuickWindowPort | null,
  keep: Handlers['temporary.keep'],
): Pick<Handlers, QuickCall> {
  const required = (): QuickWindowPort => {
    if (quick === null) throw new SarviError('unsupported-in-shell');
    return quick;
  };
  return {
    'quick.status': () => Promise.resolve(quick?.status ?? null),
    'quick.show': async () => {
      required().show();
      return Promise.resolve(null);
    },
    'quick.hide': async () => {
      required().hide();
      return Promise.resolve(null);
    },
    'quick.readClipboard': async () => {
      const text = await required().readClipboard();
      if (text !== null && text.length > MOST_CLIPBOARD_CHARACTERS)
        throw new SarviError('clipboard-too-long', { found: text.length, most: MOST_CLIPBOARD_CHARACTERS });
      return { text: text === null || text.trim() === '' ? null : text };
    },
    'quick.continue': async (input) => {
      const window = required();
      const conversation = await keep(input);
      window.showConversation(conversation.id);
      window.hide();
      return conversation;
    },
  };
}
