import type { ShortcutName } from '#contract/shortcuts';
import type { Catalogue } from './en.ts';
import { keysText } from '../ui/keys.ts';

/** What each shortcut does, in words. */
export function shortcutLabels(t: Catalogue): Record<ShortcutName, string> {
  return {
    'new-chat': t.shortcuts.newChat,
    'temporary-chat': t.shortcuts.temporaryChat,
    search: t.shortcuts.search,
    model: t.shortcuts.model,
    compare: t.shortcuts.compare,
    sidebar: t.shortcuts.sidebar,
    settings: t.shortcuts.settings,
    shortcuts: t.shortcuts.list,
    stop: t.shortcuts.stop,
    'good-answer': t.shortcuts.goodAnswer,
    'bad-answer': t.shortcuts.badAnswer,
    bookmark: t.shortcuts.bookmark,
    find: t.shortcuts.find,
    outline: t.shortcuts.outline,
  };
}

/** Keys that always do the same: acts, and how their keys are written. */
export function fixedShortcuts(t: Catalogue): readonly (readonly [act: string, keys: string])[] {
  const { shift } = t.shortcuts;
  return [
    [t.shortcuts.send, 'Enter'],
    [t.shortcuts.newLine, `${shift}+Enter`],
    [t.shortcuts.editLast, '↑'],
    [t.shortcuts.undoRemoval, keysText('Mod+Z', shift)],
    [t.shortcuts.selectRow, t.shortcuts.space],
    [t.shortcuts.selectRange, `${shift}+↑ ↓`],
    [t.shortcuts.selectAll, keysText('Mod+A', shift)],
    [t.shortcuts.renameRow, 'F2'],
    [t.shortcuts.rowMenu, `${shift}+F10`],
    [t.shortcuts.removeRow, 'Delete'],
  ];
}
