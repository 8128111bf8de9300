/** English for what a folder gives its conversations. */
import { counted } from '../counted.ts';

const files = counted('en', { one: 'one file', other: '# files' });

export const folders = {
  folders: {
    settings: 'Folder settings…',
    title: (name: string) => `Folder ${name}`,
    text: 'Instructions and files go first in every conversation of this folder. The model reads them once for all of them.',
    newChat: 'New conversation here',
    instructions: 'Instructions',
    instructionsHint:
      'What the model should know and do in these conversations. A conversation’s own system prompt comes after them.',
    model: 'Model of new conversations',
    preset: 'Preset of new conversations',
    none: 'As elsewhere',
    contested: 'The instructions were changed in another window meanwhile. If you save, yours replace these:',
    files: 'Files',
    add: 'Add files',
    addFolder: 'Add a folder',
    noFiles: 'No files yet. Text, code, PDF and office files can be added.',
    remove: (name: string) => `Remove ${name}`,
    removed: 'In the trash',
    inFiles: 'Files of folders',
    restore: (name: string) => `Restore ${name}`,
    cost: (tokens: string, window: string) => `The model reads ${tokens} first; its window has ${window}.`,
    ofWindow: (tokens: string, window: string) => `${tokens} of ${window}`,
    costOver: (tokens: string, window: string) =>
      `The model would read ${tokens} first, but its window has ${window}. Too little room is left for messages and answers. Remove files, enlarge the window in Models, or choose a model with a larger one.`,
    view: 'Show what the model reads',
    marked: (folder: string, parts: string) => `From the folder ${folder}: ${parts}`,
    parts: (hasInstructions: boolean, count: number) =>
      [...(hasInstructions ? ['instructions'] : []), ...(count > 0 ? [files(count)] : [])].join(' and '),
    leaveOut: 'Leave out here',
    use: 'Use here',
    leftOut: (folder: string) => `Nothing of the folder ${folder} is used in this conversation.`,
    removeText: (count: number) =>
      count === 0
        ? 'Its conversations are kept, without a folder. Its instructions are deleted.'
        : `Its conversations are kept, without a folder. Its instructions and ${files(count)} are deleted for good.`,
  },
};
