import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { SarviError } from '#contract/errors';
import type { QuantizationType } from '#contract/vocabulary';
import type { ChildExit, Ports } from '../ports.ts';
import type {
  ConversionMessage,
  ConversionProgress,
  ConversionSummary,
  ConversionTask,
} from './conversion-protocol.ts';

/** What a conversion needs of a shell. */
export type ConversionPorts = Pick<Ports, 'entries' | 'spawn' | 'version'>;

export interface ConversionRequest {
  readonly checkpointPath: string;
  readonly outputPath: string;
  readonly quantization: QuantizationType;
  /** Worker threads; the machine's cores when missing. */
  readonly jobs?: number;
  /** Wins over the names that the checkpoint gives. */
  readonly name?: string;
  /** A file of llama.cpp's imatrix tool; the output names it as it is given here. */
  readonly imatrixPath?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ConversionProgress) => void;
}

/**
 * Converts one checkpoint in a process of its own, so that neither its memory nor a crash of a native kernel reaches
 * the app. Invariant: `outputPath` is replaced whole or left as it was, and nothing else stays behind.
 *
 * @throws SarviError `cancelled`, `conversion-crashed`, `disk-full`, `write-failed`, `kernels-unavailable`,
 *   `tensor-not-finite`, `checkpoint-changed`, and those of `readCheckpoint`, `planConversion` and `readImportanceMatrix`
 */
export async function runConversion(ports: ConversionPorts, request: ConversionRequest): Promise<ConversionSummary> {
  if (request.signal?.aborted) throw new SarviError('cancelled');
  const task: ConversionTask = {
    checkpointPath: request.checkpointPath,
    outputPath: request.outputPath,
    temporaryPath: `${request.outputPath}.${randomUUID()}.partial`,
    quantization: request.quantization,
    jobs: request.jobs ?? availableParallelism(),
    name: request.name ?? null,
    imatrixPath: request.imatrixPath ?? null,
    version: ports.version,
  };
  try {
    return await converse(ports, task, request);
  } catch (error) {
    // Windows keeps a dead process's files locked for a moment.
    await rm(task.temporaryPath, { force: true, maxRetries: 10, retryDelay: 50 });
    throw error;
  }
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
    const cancel = (): void => {
      // A conversion that has finished stays finished: its file is under its name already.
      if (outcome !== null) return;
      outcome = new SarviError('cancelled');
      child.kill();
    };
    request.signal?.addEventListener('abort', cancel, { once: true });
    child.onMessage((message) => {
      const said = message as ConversionMessage;
      switch (said.kind) {
        case 'progress':
          if (outcome === null) request.onProgress?.(said);
          return;
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
      if (outcome instanceof SarviError) reject(outcome);
      else resolve(outcome);
    });
    child.send(task);
  });
}

function crash({ code, signal, errorTail }: ChildExit): SarviError {
  const how = signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
  const lastLine = errorTail.trim().split('\n').at(-1) ?? '';
  return new SarviError('conversion-crashed', { reason: lastLine === '' ? how : `${how}: ${lastLine}` });
}
