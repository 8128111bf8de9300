import { SarviError } from '#contract/errors';
import type { ConversionSpeeds, MeasuredSpeeds } from '../convert/conversion-speeds.ts';
import type { SourceDtype } from '../convert/map-tensors.ts';
import { measureSpeeds } from '../convert/measure-speeds.ts';
import type { ConversionPorts } from '../convert/run-conversion.ts';
import type { Ports } from '../ports.ts';
import { timeReading } from './time-reading.ts';

/** What is to be converted. */
export interface SpeedSource {
  /** What most weights are. */
  readonly dtype: SourceDtype;
  /** A large file of it. */
  readonly path: string;
}

/** Answers how fast a source is converted; null when it is unknown. */
export type FindSpeeds = (source: SpeedSource) => Promise<ConversionSpeeds | null>;

/**
 * Measures this machine's speed once for each kind of weights, at the first call. After a failure the next call measures
 * again, because a full disk may have room later.
 */
export function speedFinder(ports: ConversionPorts & Pick<Ports, 'log'>, folder: string): FindSpeeds {
  const measured = new Map<SourceDtype, Promise<MeasuredSpeeds>>();
  const measure = (dtype: SourceDtype): Promise<MeasuredSpeeds> => {
    const speeds = measured.get(dtype) ?? measureSpeeds(ports, dtype, folder);
    measured.set(dtype, speeds);
    speeds.catch(() => measured.delete(dtype));
    return speeds;
  };
  return async ({ dtype, path }) => {
    try {
      return { ...(await measure(dtype)), readBytesPerSecond: await timeReading(path) };
    } catch (error) {
      ports.log.warn('the speed of conversions is not known', { error: SarviError.from(error).message });
      return null;
    }
  };
}
