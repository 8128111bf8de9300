import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { SarviError } from '#contract/errors';
import type { QuantizationType } from '#contract/quantization';
import { because } from '#contract/reasons';
import { holderOf } from '../claim-file.ts';
import { isFolder } from '../is-folder.ts';
import type { ChildExit, Ports } from '../ports.ts';
import type {
  ConversionMessage,
  ConversionProgress,
  ConversionSummary,
  ConversionTask,
} from './conversion-protocol.ts';
import { findPreTokenizer } from './find-pre-tokenizer.ts';
import { journalPath, lockPath } from './journal.ts';
import { requireOutputPath } from './require-output-path.ts';
import { unfinishedPath } from './unfinished-path.ts';

/** What a conversion needs of a shell. */
export type ConversionPorts = Pick<Ports, 'entries' | 'spawn' | 'version'>;

export interface ConversionRequest {
  /** A checkpoint's folder, or a GGUF file (of a split one, any part). */
  readonly checkpointPath: string;
  readonly outputPath: string;
  /** Null copies a GGUF file, or joins its parts, and changes no tensor. */
  readonly quantization: QuantizationType | null;
  /** Leaves the journal beside the finished output, for a caller that has still to take it over. */
  readonly keepsJournal?: boolean;
  /** Worker threads; the machine's cores when missing. */
  readonly jobs?: number;
  /** Wins over the names that the checkpoint gives. */
  readonly name?: string;
  /** Of a checkpoint, where it is known; it is found out when missing. Null for one that has none. */
  readonly preTokenizer?: string | null;
  /** A file of llama.cpp's imatrix tool; the output names it as it is given here. */
  readonly imatrixPath?: string;
  /** With the reason `INTERRUPTED` what has been written stays, for the next run to go on from. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ConversionProgress) => void;
}

/** Why a conversion is stopped that is to be gone on with: the app closes. */
export const INTERRUPTED = Symbol('interrupted');

/**
 * Converts one model in a process of its own, so that neither its memory nor a crash of a native kernel reaches
 * the app. What an interrupted run of the same request has written is gone on from.
 * Invariant: `outputPath` is replaced whole or left as it was. Nothing else stays behind, except after an interruption,
 * a crash or a full disk: then the unfinished output and its journal may.
 *
 * @throws SarviError `path-missing`, `cancelled`, `conversion-crashed`, `conversion-running`, `disk-full`, `write-failed`, `kernels-unavailable`,
 *   `tensor-not-finite`, `checkpoint-changed`, and those of `findPreTokenizer`, `readCheckpoint`, `planConversion` and
 *   `readImportanceMatrix`
 */
export async function runConversion(ports: ConversionPorts, request: ConversionRequest): Promise<ConversionSummary> {
  if (request.signal?.aborted) throw new SarviError('cancelled');
  await requireOutputPath(request.outputPath);
  const task: ConversionTask = {
    checkpointPath: request.checkpointPath,
    outputPath: request.outputPath,
    temporaryPath: unfinishedPath(request.outputPath),
    keepsJournal: request.keepsJournal ?? false,
    quantization: request.quantization,
    jobs: request.jobs ?? availableParallelism(),
    name: request.name ?? null,
    preTokenizer: request.preTokenizer === undefined ? await preTokenizerOf(ports, request) : request.preTokenizer,
    imatrixPath: request.imatrixPath ?? null,
    version: ports.version,
  };
  return converse(ports, task, request);
}

async function preTokenizerOf(
  ports: ConversionPorts,
  { checkpointPath, quantization, signal }: ConversionRequest,
): Promise<string | null> {
  if (quantization === null || !(await isFolder(checkpointPath))) return null;
  return (await findPreTokenizer(ports, checkpointPath, { signal }))?.name ?? null;
}

/** Ends the child when it has answered, or is not wanted any more. Resolves or rejects only when the child has ended, so that its files are nobody's any more. */
function converse(
  ports: ConversionPorts,
  task: ConversionTask,
  request: ConversionRequest,
): Promise<ConversionSummary> {
  return new Promise((resolve, reject) => {
    const child = ports.spawn(ports.entries.convert, {
      title: 'sarvi-convert',
      args: [ports.entries.convertWorker],
    });
    let outcome: ConversionSummary | SarviError | null = null;
    let removes = false;
    const cancel = (): void => {
      // A conversion that has finished stays finished: its file is under its name already.
      if (outcome !== null) return;
      outcome = new SarviError('cancelled');
      removes = request.signal?.reason !== INTERRUPTED;
      child.kill();
    };
    request.signal?.addEventListener('abort', cancel, { once: true });
    child.onMessage((message) => {
      const said = message as ConversionMessage;
      switch (said.kind) {
        case 'progress': {
          const { kind: _kind, ...progress } = said;
          if (outcome === null) request.onProgress?.(progress);
          return;
        }
        case 'done':
          outcome ??= said.summary;
          child.kill();
          return;
        case 'failed':
          outcome ??= SarviError.fromReport(said.error);
          child.kill();
          return;
        default:
          said satisfies never;
      }
    });
    child.onExit((exit) => {
      request.signal?.removeEventListener('abort', cancel);
      outcome ??= crash(exit);
      const ended = outcome;
      const tidied = removes ? removeUnfinished(task, child.processId) : Promise.resolve();
      void tidied.then(() => {
        if (ended instanceof SarviError) reject(ended);
        else resolve(ended);
      }, reject);
    });
    child.send(task);
  });
}

function crash({ code, signal, errorTail }: ChildExit): SarviError {
  const line = errorTail.trim().split('\n').at(-1) ?? '';
  const exitCode = String(code);
  if (signal === null) {
    const reason =
      line === '' ? because('ended-with-code', { exitCode }) : because('ended-with-code-saying', { exitCode, line });
    return new SarviError('conversion-crashed', { reason });
  }
  const reason =
    line === '' ? because('ended-by-signal', { signal }) : because('ended-by-signal-saying', { signal, line });
  return new SarviError('conversion-crashed', { reason });
}

/** Removes what a killed child has left, unless another conversion works on it. */
async function removeUnfinished({ temporaryPath }: ConversionTask, childId: number | undefined): Promise<void> {
  const lock = lockPath(temporaryPath);
  const holder = holderOf(lock);
  if (holder !== null && holder.processId !== childId) return;
  for (const path of [temporaryPath, journalPath(temporaryPath), lock]) {
    // Windows keeps a dead process's files locked for a moment.
    await rm(path, { force: true, maxRetries: 10, retryDelay: 50 });
  }
}
