import type { App } from '../../core/app.ts';

/** A page that is reloaded is back long before. */
const FORGET_AFTER_MS = 30_000;

/** The app for pages, which forgets temporary conversations some time after the last page has gone. */
export function forgetWithoutPages(
  app: Pick<App, 'call' | 'listen' | 'forgetTemporary'>,
  afterMs = FORGET_AFTER_MS,
): Pick<App, 'call' | 'listen'> {
  let pages = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    call: (name, input) => app.call(name, input),
    listen(listener) {
      clearTimeout(timer);
      pages += 1;
      const stop = app.listen(listener);
      return () => {
        stop();
        pages -= 1;
        if (pages > 0) return;
        timer = setTimeout(() => void app.forgetTemporary(), afterMs);
        timer.unref();
      };
    },
  };
}
