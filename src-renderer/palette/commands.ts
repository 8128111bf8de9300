import Archive from '@lucide/svelte/icons/archive';
import Boxes from '@lucide/svelte/icons/boxes';
import Download from '@lucide/svelte/icons/download';
import Ghost from '@lucide/svelte/icons/ghost';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Languages from '@lucide/svelte/icons/languages';
import List from '@lucide/svelte/icons/list';
import ListTree from '@lucide/svelte/icons/list-tree';
import PanelLeft from '@lucide/svelte/icons/panel-left';
import Pin from '@lucide/svelte/icons/pin';
import Printer from '@lucide/svelte/icons/printer';
import Settings from '@lucide/svelte/icons/settings';
import Square from '@lucide/svelte/icons/square';
import SquarePen from '@lucide/svelte/icons/square-pen';
import SunMoon from '@lucide/svelte/icons/sun-moon';
import TextSearch from '@lucide/svelte/icons/text-search';
import Trash2 from '@lucide/svelte/icons/trash-2';
import Upload from '@lucide/svelte/icons/upload';
import type { CallInput } from '#contract/contract';
import type { Settings as AppSettings } from '#contract/settings';
import { isTemporary } from '#contract/temporary-calls';
import { LANGUAGE_NAMES } from '../language/catalogues.ts';
import type { AppState } from '../state/app.svelte.ts';
import type { ListView } from '../state/conversations.svelte.ts';
import { PAGES } from '../state/pages.ts';
import { removeConversations } from '../state/remove-conversations.ts';
import { sectionsWith } from '../state/settings-sections.ts';
import { beginTemporary } from '../state/temporary-acts.ts';
import type { Entry } from './entry.ts';

export interface SidebarActs {
  readonly show: () => void;
  readonly toggle: () => void;
}

/** Everything that can be done from anywhere, in the present language. */
export function commandsOf(app: AppState, sidebar: SidebarActs): readonly Entry[] {
  return [...general(app, sidebar), ...ofConversation(app), ...lists(app, sidebar), ...looks(app), ...pages(app)];
}

function general(app: AppState, sidebar: SidebarActs): Entry[] {
  const { t } = app.language;
  const { shortcuts } = app;
  const stop: Entry = {
    key: 'stop',
    label: t.shortcuts.stop,
    icon: Square,
    keys: shortcuts.text('stop'),
    run: () => void app.chat.stop(),
  };
  return [
    ...(app.chat.generation ? [stop] : []),
    {
      key: 'new-chat',
      label: t.sidebar.newChat,
      icon: SquarePen,
      keys: shortcuts.text('new-chat'),
      run: () => app.navigation.newChat(),
    },
    {
      key: 'temporary-chat',
      label: t.shortcuts.temporaryChat,
      icon: Ghost,
      keys: shortcuts.text('temporary-chat'),
      run: () => void beginTemporary(app),
    },
    {
      key: 'model',
      label: t.palette.switchModel,
      icon: Boxes,
      keys: shortcuts.text('model'),
      stays: true,
      run: () => app.palette.show('models'),
    },
    {
      key: 'sidebar',
      label: t.shortcuts.sidebar,
      icon: PanelLeft,
      keys: shortcuts.text('sidebar'),
      run: sidebar.toggle,
    },
    {
      key: 'shortcuts',
      label: t.settings.shortcuts,
      icon: Keyboard,
      keys: shortcuts.text('shortcuts'),
      run: () => (app.shortcuts.listed = true),
    },
  ];
}

/** Acts for the open conversation. */
function ofConversation(app: AppState): Entry[] {
  const { t } = app.language;
  const { conversation } = app.chat;
  if (!conversation || app.navigation.place.page !== 'chat') return [];
  const conversationId = conversation.id;
  const update = async (change: Omit<CallInput<'conversations.update'>, 'conversationId'>) =>
    app.report(await app.conversations.update({ conversationId, ...change }));
  const { pinned, archived } = conversation;
  const words = t.palette.thisConversation;
  const note = words;
  const ways: Entry[] = [
    { name: 'find', icon: TextSearch, run: () => app.find.show() } as const,
    { name: 'outline', icon: ListTree, run: () => (app.navigation.outlineShown = true) } as const,
  ].map(({ name, icon, run }) => ({
    ...{ key: name, label: t.shortcuts[name], icon, words, note, keys: app.shortcuts.text(name), run },
  }));
  const kept: Entry[] = [
    {
      key: 'pin',
      label: pinned ? t.history.unpin : t.history.pin,
      icon: Pin,
      words,
      note,
      run: () => void update({ pinned: !pinned }),
    },
    {
      key: 'archive',
      label: archived ? t.history.unarchive : t.history.archiveItem,
      icon: Archive,
      words,
      note,
      run: () => void update({ archived: !archived }),
    },
    {
      key: 'export',
      label: t.transfer.exportItem,
      icon: Upload,
      words,
      note,
      run: () => (app.transfers.exporting = { conversations: [conversation] }),
    },
    {
      key: 'print',
      label: t.transfer.printItem,
      icon: Printer,
      words,
      note,
      run: () => (app.transfers.printing = { conversations: [conversation] }),
    },
    {
      key: 'remove',
      label: t.history.remove,
      icon: Trash2,
      words,
      note,
      run: () => void removeConversations(app, [conversation], conversationId),
    },
  ];
  return [...(app.chat.leafId === null ? [] : ways), ...(isTemporary(conversationId) ? [] : kept)];
}

function lists(app: AppState, sidebar: SidebarActs): Entry[] {
  const { t } = app.language;
  const show = (view: ListView) => () => {
    sidebar.show();
    void app.conversations.show(view).then((error) => app.report(error));
  };
  const entry = (kind: 'all' | 'archive' | 'trash', icon: Entry['icon']): Entry => ({
    key: `list ${kind}`,
    label: t.history[kind],
    note: t.history.show,
    words: t.history.show,
    icon,
    run: show({ kind }),
  });
  return [
    entry('all', List),
    entry('archive', Archive),
    entry('trash', Trash2),
    {
      key: 'export-all',
      label: t.transfer.exportAllTitle,
      icon: Upload,
      run: () => (app.transfers.exporting = { conversations: null }),
    },
    {
      key: 'import',
      label: t.transfer.title,
      icon: Download,
      run: () => app.navigation.go({ page: 'settings', section: 'transfer' }),
    },
  ];
}

function looks(app: AppState): Entry[] {
  const { t } = app.language;
  const { current } = app.settings;
  const themes: Record<AppSettings['theme'], string> = {
    system: t.settings.themeSystem,
    light: t.settings.themeLight,
    dark: t.settings.themeDark,
    contrast: t.settings.themeContrast,
  };
  const languages: Record<AppSettings['language'], string> = { system: t.settings.languageSystem, ...LANGUAGE_NAMES };
  return [
    ...(Object.keys(themes) as AppSettings['theme'][]).map((theme) => ({
      key: `theme ${theme}`,
      label: `${t.settings.theme}: ${themes[theme]}`,
      icon: SunMoon,
      chosen: current.theme === theme,
      run: () => void app.changeSettings({ theme }),
    })),
    ...(Object.keys(languages) as AppSettings['language'][]).map((language) => ({
      key: `language ${language}`,
      label: `${t.settings.language}: ${languages[language]}`,
      // A user who sees a foreign language looks for its name in their own.
      words: 'kieli language suomi finnish english englanti',
      icon: Languages,
      chosen: current.language === language,
      run: () => void app.changeSettings({ language }),
    })),
  ];
}

function pages(app: AppState): Entry[] {
  const { t } = app.language;
  return [
    ...PAGES.map((page) => ({
      key: page.name,
      label: page.label(t),
      icon: page.icon,
      ...('shortcut' in page ? { keys: app.shortcuts.text(page.shortcut) } : {}),
      run: () => app.navigation.go({ page: page.name }),
    })),
    ...sectionsWith(app.hasParts).map(({ name: section, label }) => ({
      key: `settings ${section}`,
      label: `${t.settings.title}: ${label(t)}`,
      icon: Settings,
      run: () => app.navigation.go({ page: 'settings', section }),
    })),
  ];
}
