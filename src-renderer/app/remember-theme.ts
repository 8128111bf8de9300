import type { Settings } from '#contract/vocabulary';

type Theme = Settings['theme'];

const KEY = 'sarvi.theme';

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
  if (theme === 'light' || theme === 'dark') showTheme(theme);
}

function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
