const KEY = 'sarvi.textSize';

/** Shows a text size, in percent of the system's, and keeps it for the next start. */
export function rememberTextSize(percent: number): void {
  showTextSize(percent);
  try {
    localStorage.setItem(KEY, String(percent));
  } catch {
    // Without storage the next start begins with the system's size, for a moment.
  }
}

/** Before the settings have come: the size of last time, so that nothing jumps. */
export function recallTextSize(): void {
  const percent = Number(localStorage.getItem(KEY));
  if (percent >= 90 && percent <= 200) showTextSize(percent);
}

/** Every size of the styles is a multiple of the root's. */
function showTextSize(percent: number): void {
  document.documentElement.style.fontSize = `${percent}%`;
}
