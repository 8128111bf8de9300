/**
 * Loads the built main bundle once more for every run, with `electron` replaced. A run is marked by a query on module
 * URLs, which spreads from the entry to the chunks that it imports and to electron-store.
 */
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ElectronDouble } from './electron-double.ts';

const root = new URL('../../', import.meta.url);
const MAIN_URL = new URL('out/main/main.js', root).href;
const DOUBLE_URL = new URL('electron.ts', import.meta.url).href;

const runs = new Map<string, ElectronDouble>();
let isHooked = false;

export function doubleOfRun(run: string): ElectronDouble {
  const double = runs.get(run);
  if (!double) throw new Error(`no run ${JSON.stringify(run)}: electron was imported outside the double`);
  return double;
}

/** Runs the main bundle against `double`; resolves when its top level has ended. */
export async function runMain(double: ElectronDouble, mainUrl = MAIN_URL): Promise<void> {
  hook();
  const run = String(runs.size + 1);
  runs.set(run, double);
  await import(`${mainUrl}?run=${run}`);
}

function hook(): void {
  if (isHooked) return;
  isHooked = true;
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      const run = runOf(context.parentURL);
      if (run === null) return nextResolve(specifier, context);
      if (specifier === 'electron') return { url: `${DOUBLE_URL}?run=${run}`, shortCircuit: true };
      const resolved = nextResolve(specifier, context);
      return isOfTheApp(resolved.url) ? { ...resolved, url: `${resolved.url}?run=${run}` } : resolved;
    },
  });
}

function runOf(url: string | undefined): string | null {
  return url?.startsWith('file:') ? new URL(url).searchParams.get('run') : null;
}

function isOfTheApp(url: string): boolean {
  const out = pathToFileURL(fileURLToPath(new URL('out/', root))).href;
  return url.startsWith(out) || url.includes('/node_modules/electron-store/');
}
