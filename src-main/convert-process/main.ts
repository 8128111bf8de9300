/** The conversion process: does one task of its parent and answers; a conversion also reports progress. */
import { SarviError } from '#contract/errors';
import { openParentChannel } from '../core/child-channel.ts';
import type { AdapterTask } from '../core/convert/adapter-task.ts';
import type { ConversionMessage, ConversionProgress, ConversionTask } from '../core/convert/conversion-protocol.ts';
import type { SpeedTask } from '../core/convert/conversion-speeds.ts';
import { convertAdapter } from '../core/convert/convert-adapter.ts';
import { convertCheckpoint } from './convert-checkpoint.ts';
import { timeKernels } from './time-kernels.ts';

/** Often enough for a smooth progress bar. */
const PROGRESS_INTERVAL_MS = 100;

const channel = openParentChannel();
const workerPath = process.argv.at(-1) ?? '';
const send = (message: ConversionMessage): void => channel.send(message);

let told: ConversionProgress['phase'] | null = null;
let toldAt = 0;
function onProgress(progress: ConversionProgress): void {
  const now = performance.now();
  if (progress.phase === told && now - toldAt < PROGRESS_INTERVAL_MS) return;
  told = progress.phase;
  toldAt = now;
  send({ kind: 'progress', ...progress });
}

channel.onMessage((message) => {
  const task = message as ConversionTask | SpeedTask | AdapterTask;
  if ('kind' in task) {
    if (task.kind === 'convert-adapter') {
      convertAdapter(task).then(
        (summary) => channel.send({ summary }),
        (error: unknown) => channel.send({ error: SarviError.from(error).toReport() }),
      );
      return;
    }
    timeKernels(task, workerPath).then(
      (speeds) => channel.send({ speeds }),
      (error: unknown) => channel.send({ error: SarviError.from(error).toReport() }),
    );
    return;
  }
  convertCheckpoint(task, { workerPath, onProgress }).then(
    (summary) => send({ kind: 'done', summary }),
    (error: unknown) => send({ kind: 'failed', error: SarviError.from(error).toReport() }),
  );
});
