import type { ListActs } from './list-acts.svelte.ts';
import type { Row } from './plan-rows.ts';
import { isTickable } from './selection.svelte.ts';

/** Handles a key on the focused row. */
export function handleListKey(event: KeyboardEvent, rows: readonly Row[], list: ListActs): void {
  const onRow = event.target instanceof Element && event.target.matches('[data-row-focus]');
  const row = rows[list.focus.reachable];
  if (!onRow || !row || event.defaultPrevented || event.altKey) return;
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() !== 'a') return;
    event.preventDefault();
    void list.selectAll();
    return;
  }
  const act = actOf(event, row, rows, list);
  if (act === null) return;
  event.preventDefault();
  act();
}

function actOf(event: KeyboardEvent, row: Row, rows: readonly Row[], list: ListActs): (() => unknown) | null {
  const { acts, focus, selection } = list;
  const go = (index: number) => () => {
    if (index < 0) return;
    const to = rows[index];
    if (event.shiftKey && isTickable(row) && to && isTickable(to)) selection.extend(to.key, row.key);
    void focus.to(index);
  };
  if (selection.on) {
    if (event.key === 'Escape') return () => list.endSelection();
    if (event.key === 'Delete') return () => list.removeChosen();
    if (['F2', 'F10', 'ContextMenu'].includes(event.key)) return null;
  }
  switch (event.key) {
    case 'ArrowDown':
      return go(focus.from(focus.reachable + 1, 1));
    case 'ArrowUp':
      return go(focus.from(focus.reachable - 1, -1));
    case ' ':
      return isTickable(row) && !selection.on ? () => list.select(row.key, false) : null;
    case 'Home':
      return go(focus.from(0, 1));
    case 'End':
      return () => list.toEnd();
    case 'PageDown':
      return () => focus.to(focus.pageAway(1));
    case 'PageUp':
      return () => focus.to(focus.pageAway(-1));
    case 'ArrowRight':
      return row.kind === 'folder' && !row.open ? () => acts.toggleFolder(row.folder.id) : null;
    case 'ArrowLeft':
      if (row.kind === 'folder' && row.open) return () => acts.toggleFolder(row.folder.id);
      return row.kind === 'conversation' && row.nested ? go(focus.folder()) : null;
    case 'F2':
      if (row.kind === 'conversation') return () => (acts.renaming = row.key);
      return row.kind === 'folder' ? () => (acts.naming = row.folder) : null;
    case 'Delete':
      if (row.kind === 'conversation') return () => list.remove(row.conversation);
      if (row.kind === 'trashed') return () => (acts.deleting = row.conversation);
      if (row.kind === 'trashed-messages') return () => (acts.deletingMessages = row.removal);
      return row.kind === 'folder' ? () => (acts.removing = row.folder) : null;
    case 'ContextMenu':
      return () => (acts.menuOf = row.key);
    case 'F10':
      return event.shiftKey ? () => (acts.menuOf = row.key) : null;
    default:
      return null;
  }
}
