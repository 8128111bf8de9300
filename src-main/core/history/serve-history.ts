import type { MessagePort } from 'node:worker_threads';
import type { HistoryDatabase, ReadableDB } from './database.ts';
import { watchOtherProcesses } from './watch-other-processes.ts';
import { SarviError, type ErrorReport } from '#contract/errors';
import { historyPaths } from './history-paths.ts';
import { READ_ONLY_CODES } from './read-only-codes.ts';
import { openForReading } from './open-for-reading.ts';
import { openDatabase, openInMemory, suspectDamage } from './open-database.ts';
import { OPERATIONS } from './operations.ts';
import type { Announce, HistoryChange, FromWorker, RequestName, ToWorker, WorkerStart } from './protocol.ts';
import type { Change } from './change.ts';
import { isDamage, sarviErrorOf } from './sqlite-failure.ts';
import { sweepInBackground } from './sweep-in-background.ts';
import { tidyAfterStart } from './tidy-after-start.ts';
import { isWriting } from './writers.ts';

/** An operation without its type parameter; the protocol ties name, input and output together on both sides. */
type AnyOperation =
  | { kind: 'reading'; run(database: ReadableDB, input: unknown): unknown }
  | { kind: 'writing' | 'writing-deferred'; run(change: Change, input: unknown): unknown };

/** Opens the history and answers requests one by one, until it is told to close. Owns the connection. */
export function serveHistory(port: MessagePort, start: WorkerStart): void {
  const post = (message: FromWorker): void => port.postMessage(message);
  let opened: Opened;
  try {
    opened = open(start);
    post({ kind: 'opened', notice: opened.notice?.toReport() ?? null, readOnlyReason: opened.readOnlyReason });
  } catch (error) {
    post({ kind: 'refused', error: sarviErrorOf(error, historyPaths(start.folder).database).toReport() });
    port.close();
    return;
  }
  const { database, readOnlyReason } = opened;

  const sweeping = readOnlyReason
    ? NO_SWEEPING
    : sweepInBackground(database, start.nowMs, (changes) => post({ kind: 'changes', changes }));
  const following = watchOtherProcesses(database, (changes) => post({ kind: 'changes', changes }));
  const end = (): void => {
    following.end();
    sweeping.end();
    opened.close();
    port.close();
  };
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'close') {
      end();
      return;
    }
    const { id, name, input, nowMs } = message;
    if (readOnlyReason && OPERATIONS[name].kind !== 'reading') {
      post({ kind: 'answer', id, result: { ok: false, error: readOnlyReason }, changes: [] });
      return;
    }
    try {
      const { value, changes } = perform(database, name, input, { nowMs, writer: start.writer });
      post({ kind: 'answer', id, result: { ok: true, value }, changes });
      if ('forgets' in OPERATIONS[name]) sweeping.emptyLogSoon();
      if (changes.some(makesWork)) sweeping.soon();
    } catch (error) {
      const failure = sarviErrorOf(error, database.connection.name);
      if (isDamage(error)) {
        // The next request starts a new thread, which checks the whole file and sets it aside.
        suspectDamage(start.folder);
        post({ kind: 'ending', reason: failure.message });
        end();
      } else post({ kind: 'answer', id, result: { ok: false, error: failure.toReport() }, changes: [] });
    }
  });
}

interface Opened {
  readonly database: HistoryDatabase;
  readonly notice: SarviError | null;
  readonly readOnlyReason: ErrorReport | null;
  close(): void;
}

const NO_SWEEPING: ReturnType<typeof sweepInBackground> = {
  soon: () => undefined,
  emptyLogSoon: () => undefined,
  end: () => undefined,
};

/** Opens the history for reading when it cannot be written. */
function open(start: WorkerStart): Opened {
  try {
    if (start.readOnlyReason) throw SarviError.fromReport(start.readOnlyReason);
    const { database, notice } = start.inMemory ? openInMemory() : openDatabase(start.folder, start);
    database.writing((writable) => tidyAfterStart(writable, (writer) => isWriting(start.folder, writer)));
    return { database, notice, readOnlyReason: null, close: () => database.close() };
  } catch (error) {
    const readOnlyReason = sarviErrorOf(error, historyPaths(start.folder).database);
    if (!READ_ONLY_CODES.includes(readOnlyReason.code)) throw readOnlyReason;
    try {
      const { database, end } = openForReading(start.folder, start.nowMs);
      return { database, notice: null, readOnlyReason: readOnlyReason.toReport(), close: end };
    } catch {
      throw readOnlyReason;
    }
  }
}

function perform(
  database: HistoryDatabase,
  name: RequestName,
  input: unknown,
  { nowMs, writer }: Pick<Change, 'nowMs' | 'writer'>,
): { value: unknown; changes: HistoryChange[] } {
  const operation = OPERATIONS[name] as AnyOperation;
  if (operation.kind === 'reading') {
    return { value: database.reading((readable) => operation.run(readable, input)), changes: [] };
  }
  const changes: HistoryChange[] = [];
  const value = database.writing(
    (writable) => operation.run({ database: writable, nowMs, writer, announce: announceInto(changes) }, input),
    operation.kind === 'writing' ? 'flushed' : 'deferred',
  );
  return { value, changes };
}

function announceInto(changes: HistoryChange[]): Announce {
  const isKnown = (name: string): boolean => changes.some((change) => change.name === name);
  // The type of Announce ties both parts together, which a union of pairs cannot express.
  return (name, payload) => {
    // A change of a list is sent once, however often it happened.
    if ((name === 'folders.changed' || name === 'tags.changed') && isKnown(name)) return;
    changes.push({ name, payload } as HistoryChange);
  };
}

/** Whether a change leaves work for the sweep. */
function makesWork({ name, payload }: HistoryChange): boolean {
  if (name === 'comparison.changed') return payload.kind === 'many';
  return name === 'trash.changed' || (name === 'conversation.changed' && payload.kind === 'deleted');
}
