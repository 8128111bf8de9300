import { availableParallelism } from 'node:os';
import { SarviError, type ErrorReport } from '#contract/errors';
import { because } from '#contract/reasons';
import type { MeasuredSpeeds, SpeedTask } from './conversion-speeds.ts';
import type { SourceDtype } from './map-tensors.ts';
import type { ConversionPorts } from './run-conversion.ts';

/** Longer than the measurement takes on any machine that could convert a model. */
const TIMEOUT_MS = 20_000;

/**
 * Encodes random weights for about a second in a separate conversion process.
 *
 * @param from - what the weights are converted from
 * @param folder - on the disk of the models
 * @throws SarviError `kernels-unavailable`, `conversion-crashed`, `disk-full`, `write-failed`
 */
export function measureSpeeds(ports: ConversionPorts, from: SourceDtype, folder: string): Promise<MeasuredSpeeds> {
  return new Promise((resolve, reject) => {
    const child = ports.spawn(ports.entries.convert, {
      title: 'sarvi-calibrate',
      args: [ports.entries.convertWorker],
    });
    let outcome: MeasuredSpeeds | SarviError = new SarviError('conversion-crashed', { reason: because('no-answer') });
    const timer = setTimeout(() => child.kill(), TIMEOUT_MS);
    child.onMessage((message) => {
      const answer = message as { speeds: MeasuredSpeeds } | { error: ErrorReport };
      outcome = 'speeds' in answer ? answer.speeds : SarviError.fromReport(answer.error);
      child.kill();
    });
    child.onExit(() => {
      clearTimeout(timer);
      if (outcome instanceof SarviError) reject(outcome);
      else resolve(outcome);
    });
    child.send({ kind: 'measure-speeds', jobs: availableParallelism(), from, folder } satisfies SpeedTask);
  });
}
