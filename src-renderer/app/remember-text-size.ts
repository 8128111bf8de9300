const KEY = 'sarvi.textSize';

/** Shows a text size, in percent of the system's, and stores it for the next start. */
export function rememberTextSize(percent: number): void {
  showTextSize(percent);
  try {
    localStorage.setItem(KEY, String(percent));
  } catch {
    // Without storage, the next start shows the system's size for a moment.
  }
}

/** Shows the size of last time before the settings have been loaded, so that nothing jumps. */
export function recallTextSize(): void {
  const percent = Number(localStorage.getItem(KEY));
  if (percent >= 90 && percent <= 200) showTextSize(percent);
}

/** Every size in the styles is relative to the root's. */
function showTextSize(percent: number): void {
  document.documentElement.style.fontSize = `${percent}%`;
}
