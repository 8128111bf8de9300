/** The web shell in development: `dev.ts RENDERER_URL [--port N] [--data-dir DIR] [--no-open]`, run from source. */
import { openDevRenderer } from '../dev-renderer.ts';
import { runWebProgram } from './web-program.ts';

const [rendererUrl = '', ...args] = process.argv.slice(2);
await runWebProgram(args, () => openDevRenderer(rendererUrl));
