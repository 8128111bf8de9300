import type { QuickKeysFault } from '#contract/quick-keys';

/** English for the quick window and its settings. */
export const quick = {
  quick: {
    title: 'Quick window',
    intro: 'A small window over other programs: ask, copy the answer, and carry on with your work.',
    on: 'Open it with keys in any program',
    onHint:
      'Works while Sarvi is running. While this is off, Sarvi hears no keys outside its own windows. Choose the keys first.',
    keys: 'Keys',
    keysHint:
      'Click, then press the keys, for example Ctrl+Shift+Space. They need two of Ctrl (Command), Alt and Shift.',
    changeKeys: (keys: string) => `Keys of the quick window: ${keys}. Change the keys`,
    removeKeys: 'Remove the keys',
    space: 'Space',
    faults: {
      'few-modifiers': (keys: string) =>
        `${keys} would be taken from every other program. Choose keys with two of Ctrl (Command), Alt and Shift.`,
      types: (keys: string) => `${keys} types a sign on many keyboards. Choose other keys.`,
      'unknown-key': (keys: string) =>
        `${keys} cannot be used everywhere. Choose a letter, a digit, a function key or Space.`,
      used: (keys: string) => `${keys} is used by the system or by most programs. Choose other keys.`,
    } satisfies Record<QuickKeysFault, (keys: string) => string>,
    registered: (keys: string) => `${keys} opens the quick window.`,
    refused: (keys: string) =>
      `Another program or the system already has ${keys}. Choose other keys, or bind the command below in the settings of your system.`,
    wayland:
      'Your system uses Wayland, where it alone decides about such keys. It may ask for your consent, or want the keys in its own settings, and it does not tell Sarvi. If nothing happens at the keys, bind this command in the keyboard settings of your system:',
    command: 'Command that opens the quick window',
    openNow: 'Open the quick window',
    offersClipboard: 'Offer the text on the clipboard',
    offersClipboardHint:
      'When you open the window, it shows the text that you copied last; one press takes it along. While this is off, Sarvi reads the clipboard only when you press the button for it.',
    tray: 'Icon in the tray',
    trayHint:
      'Sarvi continues to run without a window, and the keys work, until you choose “Quit Sarvi” from the icon. On GNOME, icons need an extension such as AppIndicator.',
    name: 'Sarvi, quick window',
    hide: 'Hide (Esc)',
    question: 'Question',
    placeholder: 'Ask something',
    placeholderAgain: 'A new question starts afresh',
    ask: 'Ask',
    model: 'Model',
    noModel: 'Sarvi has no model yet. Add one in Sarvi.',
    toHost: (host: string) => `What you ask is sent to ${host}.`,
    takeClipboard: 'Take the clipboard along',
    offered: 'On the clipboard:',
    takeOffered: 'Take along',
    clipboard: 'From the clipboard',
    clipboardFile: 'clipboard.txt',
    characters: (count: string) => `${count} characters`,
    remove: 'Remove the text of the clipboard',
    clipboardEmpty: 'There is no text on the clipboard.',
    stop: 'Stop',
    copy: 'Copy answer',
    copyAndHide: 'Copy and close',
    copied: 'Copied',
    copyFailed: 'The system did not let Sarvi copy the answer.',
    continue: 'Continue in Sarvi',
    continueHint: 'Makes it an ordinary conversation and opens it in Sarvi’s main window',
    temporary: 'Nothing here is saved. Esc hides the window; an answer continues.',
    privacy:
      'Quick window: Sarvi listens for its keys only while you have switched them on, and reads the clipboard only in that window, when you press its button or have chosen to be offered its text.',
    gone: 'The answer is no longer in memory.',
  },
};
