import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A path as people paste it: in quotes, with `~`, or as a `file:` address. */
export function pastedPath(text: string, home = homedir()): string {
  const path = text.trim().replace(/^(["'])(.*)\1$/, '$2');
  if (/^file:\/\//i.test(path)) {
    try {
      return fileURLToPath(path);
    } catch {
      return path;
    }
  }
  return /^~($|[\\/])/.test(path) ? join(home, path.slice(1)) : path;
}
