import Bookmark from '@lucide/svelte/icons/bookmark';
import Columns2 from '@lucide/svelte/icons/columns-2';
import Boxes from '@lucide/svelte/icons/boxes';
import ChartColumn from '@lucide/svelte/icons/chart-column';
import Database from '@lucide/svelte/icons/database';
import Diff from '@lucide/svelte/icons/diff';
import NotebookText from '@lucide/svelte/icons/notebook-text';
import Settings from '@lucide/svelte/icons/settings';
import type { Component } from 'svelte';
import type { ShortcutName } from '#contract/shortcuts';
import type { Catalogue } from '../language/en.ts';

interface Page {
  /** Also its address: `#/models`. */
  readonly name: string;
  readonly icon: Component<{ size?: number | string }>;
  /** Its label in the sidebar and among the commands. */
  readonly label: (t: Catalogue) => string;
  /** The title of the window. */
  readonly title: (t: Catalogue) => string;
  readonly shortcut?: ShortcutName;
  /** One of those that compare, measure and collect; the sidebar keeps them behind one button. */
  readonly isResearch?: true;
}

/**
 * The pages other than the chat, what is used daily first. Addresses, sidebar, commands and titles use this list;
 * `App.svelte` draws each.
 */
export const PAGES = [
  { name: 'prompts', icon: NotebookText, label: (t) => t.prompts.page, title: (t) => t.prompts.title },
  { name: 'bookmarks', icon: Bookmark, label: (t) => t.bookmarks.page, title: (t) => t.bookmarks.title },
  { name: 'models', icon: Boxes, label: (t) => t.sidebar.models, title: (t) => t.models.title },
  {
    name: 'settings',
    icon: Settings,
    label: (t) => t.sidebar.settings,
    title: (t) => t.settings.title,
    shortcut: 'settings',
  },
  {
    name: 'compare',
    icon: Columns2,
    label: (t) => t.compare.page,
    title: (t) => t.compare.title,
    shortcut: 'compare',
    isResearch: true,
  },
  {
    name: 'difference',
    icon: Diff,
    label: (t) => t.sidebar.difference,
    title: (t) => t.difference.title,
    isResearch: true,
  },
  {
    name: 'evaluation',
    icon: ChartColumn,
    label: (t) => t.evaluation.page,
    title: (t) => t.evaluation.title,
    isResearch: true,
  },
  {
    name: 'training-data',
    icon: Database,
    label: (t) => t.datasets.page,
    title: (t) => t.datasets.title,
    isResearch: true,
  },
] as const satisfies readonly Page[];
export type PageName = (typeof PAGES)[number]['name'];
