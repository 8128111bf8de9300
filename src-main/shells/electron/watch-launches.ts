import { app } from 'electron';
import { QUICK_SWITCH } from './quick-command.ts';

/** What a start of the program asks to see. */
export type Launch = 'main' | 'quick';

/**
 * Starts of the program: this one, and later ones, which end at once and are told to this one. Chromium adds arguments
 * of its own to those of a later start, and changes their order.
 *
 * @returns takes all of them, those that came before it as well
 */
export function watchLaunches(): (take: (launch: Launch) => void) => void {
  let waiting: Launch[] = [app.commandLine.hasSwitch(QUICK_SWITCH) ? 'quick' : 'main'];
  let take = (launch: Launch): void => void waiting.push(launch);
  app.on('second-instance', (_event, argv) => take(argv.includes(`--${QUICK_SWITCH}`) ? 'quick' : 'main'));
  return (taken) => {
    take = taken;
    for (const launch of waiting) taken(launch);
    waiting = [];
  };
}
