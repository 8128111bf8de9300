import type { Settings } from '#contract/settings';

type Theme = Settings['theme'];

const KEY = 'sarvi.theme';

/** The system's request for more contrast; it applies to every theme. */
const moreContrast = matchMedia('(prefers-contrast: more)');
let shown: Theme = 'system';

moreContrast.addEventListener('change', () => showTheme(shown));

/** Shows a theme and stores it for the next start. */
export function rememberTheme(theme: Theme): void {
  showTheme(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Without storage, the next start shows the system's theme for a moment.
  }
}

/** Shows the theme of last time before the settings have been loaded, so that the window does not flash. */
export function recallTheme(): void {
  const theme = localStorage.getItem(KEY);
  showTheme(theme === 'light' || theme === 'dark' || theme === 'contrast' ? theme : 'system');
}

function showTheme(theme: Theme): void {
  shown = theme;
  const { dataset } = document.documentElement;
  if (theme === 'light' || theme === 'dark') dataset['theme'] = theme;
  else delete dataset['theme'];
  if (theme === 'contrast' || moreContrast.matches) dataset['contrast'] = 'more';
  else delete dataset['contrast'];
}
