/** The quick window: a small composer over other programs, in the desktop app. */
import * as v from 'valibot';
import { call, event } from './call.ts';
import { Conversation } from './conversations.ts';
import { ConversationId } from './primitives.ts';
import { keepTemporary } from './temporary-calls.ts';

/** More is no quick question, and a clipboard may have a whole book. */
export const MOST_CLIPBOARD_CHARACTERS = 200_000;

export const QuickStatus = v.strictObject({
  /** `refused`: another program or the system has the keys, or no keys of the settings can be used. */
  shortcut: v.picklist(['off', 'registered', 'refused']),
  /** The system decides by itself about global shortcuts and tells nobody whether one works. */
  isWayland: v.boolean(),
  /** Opens the quick window; the system's own settings can bind keys to it. */
  command: v.string(),
});
export type QuickStatus = v.InferOutput<typeof QuickStatus>;

/** Null where there is no quick window. */
export const quickStatus = call('quick.status', { input: v.strictObject({}), output: v.nullable(QuickStatus) });

export const showQuickWindow = call('quick.show', {
  input: v.strictObject({}),
  output: v.null(),
  errors: ['unsupported-in-shell'],
});

/** Its conversation and an answer that is being written continue. */
export const hideQuickWindow = call('quick.hide', {
  input: v.strictObject({}),
  output: v.null(),
  errors: ['unsupported-in-shell'],
});

/** The text on the clipboard; null without any, and while the user is in another window. */
export const readClipboard = call('quick.readClipboard', {
  input: v.strictObject({}),
  output: v.strictObject({ text: v.nullable(v.pipe(v.string(), v.maxLength(MOST_CLIPBOARD_CHARACTERS))) }),
  errors: ['unsupported-in-shell', 'clipboard-too-long'],
});

/** Keeps the temporary conversation, shows it in the main window and hides the quick window. */
export const continueInMainWindow = call('quick.continue', {
  input: v.strictObject({ conversationId: ConversationId }),
  output: Conversation,
  errors: [...keepTemporary.errors, 'unsupported-in-shell'],
});

/** The shell answers these to the quick window's own page alone. */
export const CALLS_OF_QUICK_WINDOW: readonly string[] = ['quick.hide', 'quick.readClipboard', 'quick.continue'];

export const quickChanged = event('quick.changed', QuickStatus);

/** For the main window: a conversation of the quick window is to be shown. */
export const quickContinued = event('quick.continued', v.strictObject({ conversationId: ConversationId }));
