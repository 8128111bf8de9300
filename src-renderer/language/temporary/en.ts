/** English for temporary conversations. */
export const temporary = {
  temporary: {
    name: 'Temporary conversation',
    begin: 'Temporary conversation: nothing of it is saved',
    text: 'Temporary: Sarvi saves nothing of this conversation. It is gone when Sarvi is closed.',
    textInBrowser:
      'Temporary: Sarvi saves nothing of this conversation. It is gone soon after the last tab of Sarvi is closed.',
    keep: 'Keep this one',
    kept: 'The conversation is now among the others.',
    discard: 'Discard',
    discardTitle: 'Discard this conversation?',
    discardText: 'It was never saved, so it cannot be brought back.',
    unrepeated:
      'Answers of a temporary conversation cannot be repeated, compared or read word by word. Keep the conversation first.',
    list: 'Temporary conversations',
    privacy:
      'Temporary conversations: in memory only, until you close Sarvi or keep one. What the system does with memory (swap, hibernation) is not in Sarvi’s hands.',
  },
};
