import type { Catalogue } from '../language/en.ts';

interface Section {
  /** Also the end of its address: `#/settings/backups`. */
  readonly name: string;
  readonly label: (t: Catalogue) => string;
  /** For experts; folded until it is opened. */
  readonly advanced: boolean;
}

/** The sections of the settings in order. Addresses, the list on the page and commands use it. */
export const SETTINGS_SECTIONS = [
  { name: 'general', label: (t) => t.settings.general, advanced: false },
  { name: 'chat', label: (t) => t.settings.chat, advanced: false },
  { name: 'presets', label: (t) => t.presets.title, advanced: false },
  { name: 'shortcuts', label: (t) => t.settings.shortcuts, advanced: false },
  { name: 'quick', label: (t) => t.quick.title, advanced: false },
  { name: 'backups', label: (t) => t.backups.title, advanced: false },
  { name: 'transfer', label: (t) => t.transfer.title, advanced: false },
  { name: 'programs', label: (t) => t.programs.title, advanced: false },
  { name: 'remotes', label: (t) => t.remotes.title, advanced: false },
  { name: 'privacy', label: (t) => t.privacy.title, advanced: false },
  { name: 'updates', label: (t) => t.updates.title, advanced: false },
  { name: 'about', label: (t) => t.settings.about, advanced: false },
  { name: 'sampling', label: (t) => t.settings.sampling, advanced: true },
  { name: 'engine', label: (t) => t.settings.engine, advanced: true },
  { name: 'backend', label: (t) => t.settings.backend, advanced: true },
] as const satisfies readonly Section[];
/** Those that are shown. @param parts - what this Sarvi has */
export const sectionsWith = (parts: {
  readonly updates: boolean;
  readonly quick: boolean;
}): readonly (typeof SETTINGS_SECTIONS)[number][] =>
  SETTINGS_SECTIONS.filter(({ name }) => (name !== 'updates' && name !== 'quick') || parts[name]);

export type SettingsSection = (typeof SETTINGS_SECTIONS)[number]['name'];
