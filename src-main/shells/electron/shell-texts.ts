/** The texts of the desktop shell itself, in menu and dialogs. All others belong to the renderer. */
import type { ShellLanguage } from '../shell-language.ts';

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
  chooseDataFile: 'Choose a file for the evaluation',
  chooseDataFolder: 'Choose a folder for the evaluation',
  saveConversations: 'Export conversations',
  openOutside: 'Open this page in your browser?',
  open: 'Open',
  cancel: 'Cancel',
  cannotStart: 'Sarvi cannot start',
  noSandbox: 'Sarvi was started without its sandbox',
  noSandboxOnLinux:
    'The sandbox keeps a harmful text from reaching your files through the page. Ubuntu 24.04 and newer do not let an ' +
    'AppImage have one. Install Sarvi’s .deb package, which may have it, or allow it with this command:\n\n' +
    'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0\n\nThen start Sarvi again, without --no-sandbox.',
  noSandboxElsewhere:
    'The sandbox keeps a harmful text from reaching your files through the page. Start Sarvi without --no-sandbox.',
  continueWithoutSandbox: 'Continue Without It',
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
  chooseDataFile: 'Valitse mittauksen tiedosto',
  chooseDataFolder: 'Valitse mittauksen kansio',
  saveConversations: 'Vie keskustelut',
  openOutside: 'Avataanko tämä sivu selaimessa?',
  open: 'Avaa',
  cancel: 'Peruuta',
  cannotStart: 'Sarvi ei käynnisty',
  noSandbox: 'Sarvi käynnistettiin ilman hiekkalaatikkoa',
  noSandboxOnLinux:
    'Hiekkalaatikko estää haitallista tekstiä pääsemästä sivun kautta tiedostoihisi. Ubuntu 24.04 ja sitä uudemmat eivät ' +
    'salli sitä AppImage-ohjelmalle. Asenna Sarven .deb-paketti, jolle se sallitaan, tai salli se tällä komennolla:\n\n' +
    'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0\n\n' +
    'Käynnistä Sarvi sitten uudelleen ilman valitsinta --no-sandbox.',
  noSandboxElsewhere:
    'Hiekkalaatikko estää haitallista tekstiä pääsemästä sivun kautta tiedostoihisi. Käynnistä Sarvi ilman valitsinta ' +
    '--no-sandbox.',
  continueWithoutSandbox: 'Jatka ilman sitä',
};

export const shellTexts: Readonly<Record<ShellLanguage, ShellTexts>> = { fi: finnish, en: english };
