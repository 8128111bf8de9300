import type { Program } from '../../core/ports.ts';

/** The switch that opens the quick window, at the start of Sarvi or while it runs. */
export const QUICK_SWITCH = 'quick';

/**
 * What opens the quick window from a terminal or from keys that the system binds to a command.
 *
 * @param program - null for a program that is not packaged
 */
export function quickCommand(program: Program | null, execPath: string): string {
  switch (program?.kind) {
    case 'deb':
    case 'rpm':
    case undefined:
      return `sarvi-desktop --${QUICK_SWITCH}`;
    case 'mac':
      // A new instance, since macOS gives no arguments to one that runs.
      return `open -n -a Sarvi --args --${QUICK_SWITCH}`;
    case 'nsis':
    case 'portable':
      return `"${execPath}" --${QUICK_SWITCH}`;
    default:
      return `${shellWord(program?.path ?? execPath)} --${QUICK_SWITCH}`;
  }
}

function shellWord(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
