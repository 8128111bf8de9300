/** A conversion that takes a moment, and its process killed in the middle of it. */
import { join } from 'node:path';
import { expect } from 'vitest';
import { because } from '#contract/reasons';
import type { ConversionSummary } from '../../src-main/core/convert/conversion-protocol.ts';
import { readJournal, type JournalContent } from '../../src-main/core/convert/journal.ts';
import { runConversion, type ConversionRequest } from '../../src-main/core/convert/run-conversion.ts';
import type { Child } from '../../src-main/core/ports.ts';
import { checkpointFiles, SMALL_SHAPE, writeCheckpoint } from './checkpoint.ts';
import { conversionPorts } from './conversion-ports.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A second or two of work in the slowest type: enough to be interrupted in. */
const SLOW_SHAPE = { ...SMALL_SHAPE, layers: 24, feedForwardWidth: 2048 };

export interface Place {
  readonly checkpointPath: string;
  readonly out: string;
  readonly outputPath: string;
  readonly journal: () => Promise<JournalContent | null>;
}

export async function place(): Promise<Place> {
  const checkpointPath = await writeCheckpoint(await temporaryFolder(), checkpointFiles(SLOW_SHAPE));
  const out = await temporaryFolder();
  const outputPath = join(out, 'model.gguf');
  return { checkpointPath, out, outputPath, journal: () => readJournal(`${outputPath}.sarvi-partial.journal`) };
}

interface ConvertOptions extends Partial<ConversionRequest> {
  readonly killedAt?: number | null;
  /** Of Sarvi. */
  readonly version?: string;
}

/** Converts, and kills the process once its journal has so many entries; null when it was killed. */
export async function convert(
  { checkpointPath, outputPath }: Place,
  { killedAt = null, version = conversionPorts.version, ...more }: ConvertOptions = {},
): Promise<ConversionSummary | null> {
  const children: Child[] = [];
  let timer: NodeJS.Timeout | null = null;
  const killWhenDue = async (): Promise<void> => {
    const { length } = (await readJournal(`${outputPath}.sarvi-partial.journal`))?.entries ?? [];
    if (killedAt !== null && length >= killedAt) children[0]?.kill();
  };
  try {
    return await runConversion(
      {
        ...conversionPorts,
        version,
        spawn: (entry, options) => {
          const child = conversionPorts.spawn(entry, options);
          if (entry === conversionPorts.entries.convert) children.push(child);
          return child;
        },
      },
      {
        checkpointPath,
        outputPath,
        quantization: 'IQ4_XS',
        // The journal comes in groups, the first of which a fast machine might not live to see with more threads.
        jobs: killedAt === null ? 2 : 1,
        ...more,
        onProgress: ({ phase }) => {
          if (phase !== 'converting' || killedAt === null) return;
          timer ??= setInterval(() => void killWhenDue(), 10);
        },
      },
    );
  } catch (error) {
    expect(error).toMatchObject({
      code: 'conversion-crashed',
      details: { reason: because('ended-by-signal', { signal: 'SIGKILL' }) },
    });
    return null;
  } finally {
    if (timer) clearInterval(timer);
  }
}

/** Bytes of the rows that a journal lists. */
export const sum = (entries: readonly { readonly sizeBytes: number }[]): number =>
  entries.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
