/** The messages between the app and its conversion process for a LoRA adapter. */
import { SarviError, type ErrorReport } from '#contract/errors';
import { because } from '#contract/reasons';
import type { Ports } from '../ports.ts';
import type { AdapterSummary } from './convert-adapter.ts';

/** Parent to conversion process, instead of a `ConversionTask`. */
export interface AdapterTask {
  readonly kind: 'convert-adapter';
  /** A PEFT folder. */
  readonly adapterPath: string;
  readonly outputPath: string;
  /** The base model's checkpoint folder or GGUF file. */
  readonly basePath?: string | undefined;
}

export type AdapterAnswer = { readonly summary: AdapterSummary } | { readonly error: ErrorReport };

/**
 * Converts a PEFT folder in a separate process.
 *
 * @throws SarviError those of `convertAdapter`; `conversion-crashed`
 */
export function convertAdapterApart(
  ports: Pick<Ports, 'entries' | 'spawn'>,
  task: Omit<AdapterTask, 'kind'>,
): Promise<AdapterSummary> {
  return new Promise((resolve, reject) => {
    const child = ports.spawn(ports.entries.convert, {
      title: 'sarvi-convert',
      args: [ports.entries.convertWorker],
    });
    let answer: AdapterAnswer | null = null;
    child.onMessage((message) => {
      answer = message as AdapterAnswer;
      child.kill();
    });
    child.onExit(({ code, signal }) => {
      if (answer && 'summary' in answer) return resolve(answer.summary);
      if (answer) return reject(SarviError.fromReport(answer.error));
      const reason =
        signal === null
          ? because('ended-with-code', { exitCode: String(code) })
          : because('ended-by-signal', { signal });
      reject(new SarviError('conversion-crashed', { reason }));
    });
    child.send({ kind: 'convert-adapter', ...task } satisfies AdapterTask);
  });
}
