import type { KeptKind } from '#contract/privacy-calls';
import type { ExpectedFit } from '#contract/imports';
import type { ModelFamily } from '#contract/models';
import type { LlamaLicence } from '#contract/licences';
import { counted } from '../counted.ts';

const LOCALE = 'en';

/** English for models and their licences, presets, and what is kept. */
export const library = {
  card: {
    about: 'About this model',
    languages: 'Languages',
    use: 'Meant for',
    limits: 'Limits',
    licence: 'Licence',
    licenceStated: (name: string) => `${name}, as the model’s files say.`,
    licenceUnknown: 'The model’s files do not say. Find out before you use it for more than trying.',
    makers: 'Made by',
    citation: 'Citation',
    copyCitation: 'Copy the citation',
    family: 'The Poro 2 family',
    familyText: {
      base: 'Base continues text. For training further and for research.',
      sft: 'SFT has learnt to follow instructions. For research into the stages of training.',
      instruct: 'Instruct has learnt to prefer the better answer too. For everyday use.',
    },
    thisOne: 'this one',
    byFamily: {
      guide: {
        languages: 'Finnish and English',
        use: 'A first try, and questions about Sarvi.',
        limits: 'Knows little, repeats itself and makes things up. No general assistant.',
      },
      'poro2-base': {
        languages: 'Finnish and English; code',
        use: 'Training further, research, and continuing a text that you began.',
        limits: 'Does not answer questions or follow instructions, and nothing keeps it from harmful text.',
      },
      'poro2-sft': {
        languages: 'Finnish and English',
        use: 'Research: what instruction tuning alone does.',
        limits:
          'A research version without preference tuning: answers are rougher and less careful than those of Poro 2 Instruct. May be wrong and biased.',
      },
      'poro2-instruct': {
        languages: 'Finnish and English',
        use: 'Conversation, writing and instructions.',
        limits:
          'May be wrong or biased and knows nothing of recent events. Check what matters. Remembers 8,192 tokens.',
      },
      llama: {
        languages: 'The files do not say. Most Llama models are best in English.',
        use: 'What its makers say of it.',
        limits: 'May be wrong or biased. Check what matters.',
      },
    } satisfies Record<ModelFamily, { languages: string; use: string; limits: string }>,
  },
  licence: {
    title: 'Terms of the model',
    intro: (model: string, licence: string) => `${model} is licensed under the ${licence} of Meta Platforms, Inc.`,
    inShort: 'In short, in Sarvi’s words:',
    points: {
      'llama3.3': [
        'You may use, change and share the model free of charge, at work too.',
        'Whoever shares it, or a model made with it, passes on the licence, shows “Built with Llama” and begins the new model’s name with “Llama”.',
        'Not for what breaks the law or harms people; Meta’s use policy lists it.',
        'Services with more than 700 million users a month need a licence of their own.',
      ],
      'llama3.2': [
        'You may use, change and share the model free of charge, at work too.',
        'Whoever shares it, or a model made with it, passes on the licence, shows “Built with Llama” and begins the new model’s name with “Llama”.',
        'Not for what breaks the law or harms people; Meta’s use policy lists it.',
        'Services with more than 700 million users a month need a licence of their own.',
      ],
      'llama3.1': [
        'You may use, change and share the model free of charge, at work too.',
        'Whoever shares it, or a model made with it, passes on the licence, shows “Built with Llama” and begins the new model’s name with “Llama”.',
        'Not for what breaks the law or harms people; Meta’s use policy lists it.',
        'Services with more than 700 million users a month need a licence of their own.',
      ],
      llama3: [
        'You may use, change and share the model free of charge, at work too.',
        'Whoever shares it passes on the licence and shows “Built with Meta Llama 3”. Its answers may not be used to improve other language models than Llama 3.',
        'Not for what breaks the law or harms people; Meta’s use policy lists it.',
        'Services with more than 700 million users a month need a licence of their own.',
      ],
      llama2: [
        'You may use, change and share the model free of charge, at work too.',
        'Whoever shares it passes on the licence. Its answers may not be used to improve other language models than Llama 2.',
        'Not for what breaks the law or harms people; Meta’s use policy lists it.',
        'Services with more than 700 million users a month need a licence of their own.',
      ],
    } satisfies Record<LlamaLicence, string[]>,
    whole: 'Only the licence itself counts. It is read on Meta’s site:',
    read: 'Read the licence',
    accept: 'I accept the terms',
    show: 'Show the terms',
    accepted: 'Terms accepted',
    notAccepted: 'Terms not accepted yet',
    once: 'Asked once for each licence.',
  },
  offer: {
    verdicts: {
      fits: 'fits into memory',
      tight: 'tight in memory',
      'does-not-fit': 'does not fit into memory',
    } satisfies Record<ExpectedFit['verdict'], string>,
    needs: (needed: string, free: string) => `takes about ${needed} of ${free} free`,
    convert: 'As a smaller copy',
    convertHint: 'Sarvi makes a smaller copy. The original stays as it is.',
    several: 'Make several types in one go',
    noType: 'Choose at least one type.',
    together: (size: string) => `Together ${size}. They are made one after the other.`,
    tooLargeTogether: (size: string) => `Together ${size}: they do not fit on the disk.`,
    dropHere: 'Drop a model folder or a GGUF file here',
    pathHidden: 'Your browser hides the file’s location. Choose it from the list here.',
    pause: (name: string) => `Pause the import of ${name}`,
    goOn: 'Continue',
    goOnWith: (name: string) => `Continue the import of ${name}`,
    retryOf: (name: string) => `Try the import of ${name} again`,
    paused: 'Paused. The import can continue where it stopped.',
  },
  presets: {
    title: 'Presets',
    intro: 'A preset is a system prompt and sampling under a name. Start with one or attach it to a model.',
    none: 'No presets yet.',
    add: 'New preset',
    addTitle: 'New preset',
    editTitle: 'Edit preset',
    name: 'Name',
    edit: (name: string) => `Edit ${name}`,
    remove: (name: string) => `Remove ${name}`,
    removed: (name: string) => `The preset ${name} was removed`,
    ofModel: 'Preset of new conversations',
    ofModelHint: 'Their system prompt and sampling.',
    noPreset: 'None: the defaults of the settings',
    use: 'Use a preset',
    choose: 'Choose a preset…',
    saveAs: 'Save as a preset…',
    saved: (name: string) => `Saved as the preset ${name}`,
    plain: 'No system prompt',
  },
  privacy: {
    title: 'Privacy',
    sent: 'Sent: nothing, ever. Sarvi has no account, no telemetry and no network code of its own but for the browser shell.',
    listensDesktop: 'Open ports: none.',
    listensWeb:
      'Open ports: for this computer only (127.0.0.1), for pages that were opened with an address that Sarvi printed. Nothing else on the network reaches them.',
    trash: (days: number) =>
      `Deleted conversations and messages stay in the trash for ${days} days; then they are gone.`,
    stored: 'Stored, on this computer only:',
    kinds: {
      conversations: 'Conversations, comparisons and votes',
      backups: 'Backups',
      adapters: 'Adapters',
      models: 'Models',
      states: 'Cache',
      settings: 'Settings',
      logs: 'Logs',
      'page-keys': 'Keys of open browser pages',
    } satisfies Record<KeptKind, string>,
    open: (kind: string) => `Open the folder: ${kind}`,
    openFolder: 'Open folder',
    measuring: 'Measuring…',
    deleteAll: 'Delete everything…',
    deleteHint: 'Conversations, drafts, backups, the cache and logs. Settings and the keys of open browser pages stay.',
    deleteTitle: 'Delete everything?',
    deleteText:
      'Every conversation, draft, backup, cache and log is removed from this computer. Running answers are stopped. This cannot be undone.',
    deleteModels: 'Models and adapters too',
    deleteModelsHint: 'Files that are used in place stay.',
    word: 'delete',
    typeWord: (word: string) => `Type “${word}” to confirm`,
    deleteNow: 'Delete everything',
    deleting: 'Deleting…',
    deleted: 'Everything was deleted.',
    deletedBut: (folders: string) =>
      `Everything was deleted but the backups on a disk that is not connected: ${folders}. Connect it and delete everything again.`,
  },
  finder: {
    label: 'Search settings',
    found: counted(LOCALE, { one: '# setting', other: '# settings' }),
    none: (query: string) => `No settings match “${query}”.`,
    isDefault: (value: string) => `Default: ${value}`,
    reset: 'Reset',
    resetOf: (name: string) => `Reset: ${name}`,
    resetAll: 'Reset all settings…',
    resetAllTitle: 'Reset all settings?',
    resetAllText:
      'Every setting gets its default, the context windows and presets of models too. Conversations, models, presets and accepted terms stay.',
    resetDone: 'All settings have their defaults.',
    noText: 'none',
    off: 'off',
  },
};
