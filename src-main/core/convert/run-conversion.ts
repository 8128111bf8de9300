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

/** The ports that a conversion needs. */
export type ConversionPorts = Pick<Ports, 'entries' | 'spawn' | 'version'>;

export interface ConversionRequest {
  /** A checkpoint's folder, or a GGUF file (of a split one, any part). */
  readonly checkpointPath: string;
  readonly outputPath: string;
  /** Null copies a GGUF file or joins its parts, without changing a tensor. */
  readonly quantization: QuantizationType | null;
  /** Keeps the journal next to the finished output, for a caller that still has to register the file. */
  readonly keepsJournal?: boolean;
  /** Worker threads; by default the number of the machine's cores. */
  readonly jobs?: number;
  /** Takes precedence over the names in the checkpoint. */
  readonly name?: string;
  /** The pre-tokenizer of a checkpoint, null if it has none; without this field it is looked for. */
  readonly preTokenizer?: string | null;
  /** A file of llama.cpp's imatrix tool; the output records the path as given here. */
  readonly imatrixPath?: string;
  /** With the reason `INTERRUPTED` the unfinished output stays, and the next run resumes from it. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ConversionProgress) => void;
}

/** The reason to stop a conversion that continues later: the app closes. */
export const INTERRUPTED = Symbol('interrupted');

/**
 * Converts one model in a separate process, so that neither its memory nor a crash of a native kernel affects the app.
 * It resumes from the output of an interrupted run of the same request. Invariant: `outputPath` is either replaced by a
 * complete file or unchanged. No other file remains, except after an interruption, a crash or a full disk: then the
 * unfinished output and its journal may.
 *
 * @throws SarviError `path-missing`, `cancelled`, `conversion-crashed`, `conversion-running`, `disk-full`,
 *   `write-failed`, `kernels-unavailable`,   `tensor-not-finite`, `checkpoint-changed`, and those of
 *   `findPreTokenizer`, `readCheckpoint`, `planConversion` and   `readImportanceMatrix`
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

/**
 * Ends the child after its answer, or when it is cancelled. Resolves or rejects only after the child has ended, so that
 * no process uses its files any more.
 */
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
      // A finished conversion cannot be cancelled: its file already has its final name.
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

/** Removes the files of a killed child, unless another conversion is using them. */
async function removeUnfinished({ temporaryPath }: ConversionTask, childId: number | undefined): Promise<void> {
  const lock = lockPath(temporaryPath);
  const holder = holderOf(lock);
  if (holder !== null && holder.processId !== childId) return;
  for (const path of [temporaryPath, journalPath(temporaryPath), lock]) {
    // Windows locks a dead process's files for a moment.
    await rm(path, { force: true, maxRetries: 10, retryDelay: 50 });
  }
}
