import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Log } from '../core/ports.ts';

/** Some ten thousand lines: enough for the cause of a crash, and small on a disk. */
const MAX_LOG_BYTES = 1024 * 1024;

/**
 * A log in one file, with one line for each entry; the file before it is kept as `<path>.old`. Lines are written at
 * once, because the last one before a crash matters most. A log that cannot be written is ignored.
 */
export function openFileLog(path: string, maxBytes: number = MAX_LOG_BYTES): Log {
  const write = (level: string, message: string, facts?: Record<string, unknown>): void => {
    try {
      mkdirSync(dirname(path), { recursive: true });
      rotate(path, maxBytes);
      appendFileSync(path, line(level, message, facts), { mode: 0o600 });
    } catch {
      // There is nowhere to report it.
    }
  };
  return {
    info: (message, facts) => write('info', message, facts),
    warn: (message, facts) => write('warn', message, facts),
    error: (message, facts) => write('error', message, facts),
  };
}

function rotate(path: string, maxBytes: number): void {
  const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (sizeBytes >= maxBytes) renameSync(path, `${path}.old`);
}

function line(level: string, message: string, facts: Record<string, unknown> | undefined): string {
  const head = `${new Date().toISOString()} ${level.padEnd(5)} ${message.replaceAll('\n', ' ')}`;
  return facts === undefined ? `${head}\n` : `${head} ${JSON.stringify(facts, plain)}\n`;
}

/** JSON writes an Error as `{}` and refuses a bigint. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof Error) return value.stack ?? value.message;
  return typeof value === 'bigint' ? value.toString() : value;
}
