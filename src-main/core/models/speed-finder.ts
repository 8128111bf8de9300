import { SarviError } from '#contract/errors';
import type { ConversionSpeeds } from '../convert/conversion-speeds.ts';
import { measureSpeeds } from '../convert/measure-speeds.ts';
import type { ConversionPorts } from '../convert/run-conversion.ts';
import type { Ports } from '../ports.ts';

/**
 * Measures this machine's speed once, at the first call; null when it fails. After a failure the next call measures
 * again, because a full disk may have room later.
 */
export function speedFinder(
  ports: ConversionPorts & Pick<Ports, 'log'>,
  folder: string,
): () => Promise<ConversionSpeeds | null> {
  let speeds: Promise<ConversionSpeeds | null> | null = null;
  return () =>
    (speeds ??= measureSpeeds(ports, folder).catch((error: unknown) => {
      speeds = null;
      ports.log.warn('the speed of conversions is not known', { error: SarviError.from(error).message });
      return null;
    }));
}
