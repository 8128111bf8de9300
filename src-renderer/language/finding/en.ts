/** English for finding one's way: bookmarks, the search within a conversation, its outline. */
import { counted } from '../counted.ts';

const followers = counted('en', { one: 'one message after it', other: '# messages after it' });

export const finding = {
  bookmarks: {
    page: 'Bookmarks',
    title: 'Bookmarks',
    add: 'Add a bookmark',
    remove: 'Remove the bookmark',
    removed: 'Bookmark removed',
    label: 'Search in bookmarked messages',
    none: 'No bookmarks yet',
    noneText: 'Put a bookmark on a message that you will need again. All of them are listed here.',
    toConversations: 'Start a conversation',
    nothingFound: 'No bookmarked message has these words.',
    count: counted('en', { one: 'One bookmark', other: '# bookmarks' }),
    of: (author: string, title: string) => `${author} in ${title}`,
    more: 'Show more',
    clear: 'Remove all',
    clearTitle: 'Remove all bookmarks?',
    clearText: 'The messages stay in their conversations.',
    cleared: counted('en', { one: 'Bookmark removed', other: '# bookmarks removed' }),
  },
  find: {
    name: 'Find in the conversation',
    label: 'Find',
    next: 'Next match (Enter)',
    previous: 'Previous match (Shift+Enter)',
    close: 'Close the search',
    position: (index: string, total: string) => `${index} / ${total}`,
    positionLong: (index: string, total: string) => `Match ${index} of ${total}`,
    none: 'No matches',
    elsewhere: counted('en', { one: 'One in another version', other: '# in other versions' }),
    incomplete: 'The conversation is so long that only its beginning was searched.',
  },
  outline: {
    open: 'Outline and versions',
    title: 'Outline and versions',
    contents: 'Outline',
    versions: 'Versions',
    none: 'There are no messages yet.',
    onlyVersion:
      'Every message has one version. When you edit a message or ask for another answer, the versions are shown here.',
    versionsText: 'Messages with several versions. Choose one to continue from it.',
    version: (number: string) => `Version ${number}`,
    below: (count: number) => (count === 0 ? 'the last message' : followers(count)),
    shown: 'Shown now',
    incomplete: 'Only the first ones are shown, because there are so many.',
  },
};
