/** Keeps the window's place from one run to the next. */
import { screen, type BrowserWindow, type Rectangle } from 'electron';
import * as v from 'valibot';

/** Stored under its own key in the settings file; a wrong value is ignored. */
export interface WindowStateFile {
  get(key: 'windowState'): unknown;
  set(key: 'windowState', value: WindowState): void;
}

const Pixels = v.pipe(v.number(), v.integer());
const WindowState = v.object({
  bounds: v.object({ x: Pixels, y: Pixels, width: Pixels, height: Pixels }),
  maximized: v.boolean(),
});
type WindowState = v.InferOutput<typeof WindowState>;

export const SMALLEST_WINDOW = { width: 400, height: 480 } as const;
const FIRST_WINDOW = { width: 1200, height: 820 } as const;

/** At least this much of the window must be on some screen, so that it can be moved. */
const VISIBLE_PIXELS = 100;

/** Bounds of a new window: the last ones if they are still on a screen, else a default size that the system places. */
export function restoredWindow(file: WindowStateFile): { bounds: Partial<Rectangle>; maximized: boolean } {
  const parsed = v.safeParse(WindowState, file.get('windowState'));
  if (!parsed.success) return { bounds: FIRST_WINDOW, maximized: false };
  const { bounds, maximized } = parsed.output;
  const isVisible = screen.getAllDisplays().some(({ workArea }) => overlaps(bounds, workArea));
  return { bounds: isVisible ? bounds : FIRST_WINDOW, maximized };
}

export function keepWindowState(window: BrowserWindow, file: WindowStateFile): void {
  window.on('close', () => {
    file.set('windowState', { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  });
}

function overlaps(a: Rectangle, b: Rectangle): boolean {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width >= VISIBLE_PIXELS && height >= VISIBLE_PIXELS;
}
