import { fileURLToPath } from 'node:url';
import type { ConversionPorts } from '../../src-main/core/convert/run-conversion.ts';
import { forkChild } from '../../src-main/shells/fork-child.ts';

const source = (path: string): string => fileURLToPath(new URL(`../../src-main/${path}`, import.meta.url));

/** The real conversion process and its worker threads, run from the sources. */
export const conversionPorts: ConversionPorts = {
  version: '0.0.0',
  entries: {
    engine: '',
    convert: source('convert-process/main.ts'),
    convertWorker: source('convert-process/worker.ts'),
    tokenizer: source('tokenizer-process/main.ts'),
    scoring: '',
    history: '',
    language: '',
    verdict: '',
    document: '',
  },
  spawn: forkChild,
};

/** The checkpoint that comes with Sarvi. */
export const GUIDE_CHECKPOINT = fileURLToPath(new URL('../../resources/guide-model', import.meta.url));
