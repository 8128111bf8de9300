/**
 * `web-shell.json` in the data folder, for its user alone: where the web shell runs, the secret with which a second
 * start makes an address for it, and the keys of open pages for the next run.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { fileError } from '../../core/file-error.ts';

const Port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
const Secret = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));

const Content = v.object({
  running: v.nullable(v.object({ processId: v.number(), port: Port, entrySecret: Secret })),
  pages: v.array(
    v.object({
      port: Port,
      id: v.pipe(v.string(), v.regex(/^page-[\w-]{43}$/)),
      key: Secret,
      usedAt: v.pipe(v.number(), v.finite()),
    }),
  ),
});

export type WebShellContent = v.InferOutput<typeof Content>;

const NOTHING: WebShellContent = { running: null, pages: [] };

/** What is missing or damaged counts as empty: a page is then let in by a printed address. */
export function readWebShellFile(folder: string): WebShellContent {
  try {
    const parsed = v.safeParse(Content, JSON.parse(readFileSync(pathIn(folder), 'utf8')));
    return parsed.success ? parsed.output : NOTHING;
  } catch {
    return NOTHING;
  }
}

/** Replaces the file whole. @throws SarviError `write-failed`, `disk-full` */
export function writeWebShellFile(folder: string, content: WebShellContent): void {
  const path = pathIn(folder);
  const fresh = `${path}.${randomUUID()}`;
  try {
    writeFileSync(fresh, JSON.stringify(content), { flag: 'wx', mode: 0o600 });
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw fileError(error, path);
  }
}

function pathIn(folder: string): string {
  return join(folder, 'web-shell.json');
}
