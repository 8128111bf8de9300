/** The desktop shell as a program. */
import { openRendererFiles } from '../renderer-files.ts';
import { runDesktopShell } from './desktop-shell.ts';

runDesktopShell(openRendererFiles);
