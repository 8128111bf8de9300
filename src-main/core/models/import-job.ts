import { randomUUID } from 'node:crypto';
import type { ImportJob } from '#contract/imports';
import type { QuantizationType } from '#contract/quantization';

export function newJob(name: string, quantization: QuantizationType | null, bytesTotal: number): ImportJob {
  return {
    id: randomUUID(),
    name,
    quantization,
    state: 'running',
    phase: 'reading',
    bytesDone: 0,
    bytesTotal,
    secondsLeft: null,
    modelId: null,
    error: null,
  };
}

export function isUnfinished({ state }: ImportJob): boolean {
  return state === 'running' || state === 'paused';
}
