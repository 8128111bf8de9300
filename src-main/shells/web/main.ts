/** The web shell as a program: `web.js [--port N] [--data-dir DIR] [--no-open]`. Prints the address to open. */
import { runWebProgram } from './web-program.ts';

await runWebProgram(process.argv.slice(2));
