import type { Settings } from '#contract/settings';

type Theme = Settings['theme'];

const KEY = 'sarvi.theme';

/** The system's wish for more contrast; it holds under every theme. */
const moreContrast = matchMedia('(prefers-contrast: more)');
let shown: Theme = 'system';

moreContrast.addEventListener('change', () => showTheme(shown));

/** Shows a theme and keeps it for the next start. */
export function rememberTheme(theme: Theme): void {
  showTheme(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Without storage the next start begins with the system's theme, for a moment.
  }
}

/** Before the settings have come: the theme of last time, so that the window does not flash. */
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
