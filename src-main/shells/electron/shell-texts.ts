/** The few words that the desktop shell itself shows: menu and dialogs. All others are the renderer's. */
import type { Settings } from '#contract/settings';

export type ShellLanguage = 'fi' | 'en';

const english = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  help: 'Help',
  newChat: 'New Conversation',
  search: 'Search',
  settings: 'Settings…',
  about: 'About Sarvi',
  services: 'Services',
  hide: 'Hide Sarvi',
  hideOthers: 'Hide Others',
  unhide: 'Show All',
  quit: 'Quit Sarvi',
  close: 'Close Window',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  pasteAndMatchStyle: 'Paste as Plain Text',
  selectAll: 'Select All',
  reload: 'Reload',
  toggleDevTools: 'Developer Tools',
  resetZoom: 'Actual Size',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  togglefullscreen: 'Full Screen',
  minimize: 'Minimize',
  zoom: 'Zoom',
  front: 'Bring All to Front',
  chooseCheckpoint: 'Choose a model folder',
  chooseGguf: 'Choose a GGUF file',
  chooseConversations: 'Choose a file of conversations',
  chooseConversationsFolder: 'Choose a folder of conversations',
  saveConversations: 'Export conversations',
  openOutside: 'Open this page in your browser?',
  open: 'Open',
  cancel: 'Cancel',
  cannotStart: 'Sarvi cannot start',
};

export type ShellTexts = typeof english;

const finnish: ShellTexts = {
  file: 'Tiedosto',
  edit: 'Muokkaa',
  view: 'Näytä',
  window: 'Ikkuna',
  help: 'Ohje',
  newChat: 'Uusi keskustelu',
  search: 'Haku',
  settings: 'Asetukset…',
  about: 'Tietoja Sarvesta',
  services: 'Palvelut',
  hide: 'Kätke Sarvi',
  hideOthers: 'Kätke muut',
  unhide: 'Näytä kaikki',
  quit: 'Lopeta Sarvi',
  close: 'Sulje ikkuna',
  undo: 'Kumoa',
  redo: 'Tee uudelleen',
  cut: 'Leikkaa',
  copy: 'Kopioi',
  paste: 'Liitä',
  pasteAndMatchStyle: 'Liitä pelkkänä tekstinä',
  selectAll: 'Valitse kaikki',
  reload: 'Lataa uudelleen',
  toggleDevTools: 'Kehittäjätyökalut',
  resetZoom: 'Todellinen koko',
  zoomIn: 'Suurenna',
  zoomOut: 'Pienennä',
  togglefullscreen: 'Koko näyttö',
  minimize: 'Pienennä ikkuna',
  zoom: 'Zoomaa',
  front: 'Tuo kaikki eteen',
  chooseCheckpoint: 'Valitse mallikansio',
  chooseGguf: 'Valitse GGUF-tiedosto',
  chooseConversations: 'Valitse keskustelutiedosto',
  chooseConversationsFolder: 'Valitse keskustelukansio',
  saveConversations: 'Vie keskustelut',
  openOutside: 'Avataanko tämä sivu selaimessa?',
  open: 'Avaa',
  cancel: 'Peruuta',
  cannotStart: 'Sarvi ei käynnisty',
};

export const shellTexts: Readonly<Record<ShellLanguage, ShellTexts>> = { fi: finnish, en: english };

export function shellLanguage(wished: Settings['language'], systemLocale: string): ShellLanguage {
  if (wished !== 'system') return wished;
  return /^fi\b/i.test(systemLocale) ? 'fi' : 'en';
}
