import { expect, test } from 'vitest';
import { speedFinder } from '../../../../src-main/core/models/speed-finder.ts';
import type { Child } from '../../../../src-main/core/ports.ts';
import { conversionPorts } from '../../../builders/conversion-ports.ts';

const SPEEDS = { disk: 1e8 };
/** A file, though a small one. */
const BF16 = { dtype: 'BF16', path: import.meta.filename } as const;

/** A child that answers its task, or ends without a word. */
function child(answer: unknown): Child {
  let listener: (message: unknown) => void = () => undefined;
  let ended: (exit: { code: number; signal: null; errorTail: string }) => void = () => undefined;
  const end = (): void => {
    queueMicrotask(() => ended({ code: 0, signal: null, errorTail: '' }));
  };
  return {
    processId: 1,
    send: () => {
      if (answer === null) end();
      else queueMicrotask(() => listener(answer));
    },
    onMessage: (given: typeof listener) => void (listener = given),
    onExit: (given: typeof ended) => void (ended = given),
    kill: end,
  };
}

test('a failed measurement is made again, a good one is kept', async () => {
  const warnings: string[] = [];
  const answers = [null, { speeds: SPEEDS }, { speeds: { disk: 1 } }];
  const find = speedFinder(
    {
      ...conversionPorts,
      spawn: () => child(answers.shift()),
      log: { warn: (message: string) => void warnings.push(message) } as never,
    },
    '',
  );
  expect(await Promise.all([find(BF16), find(BF16)])).toEqual([null, null]);
  expect(await find(BF16)).toEqual({ ...SPEEDS, readBytesPerSecond: Infinity });
  expect(await find(BF16)).toEqual({ ...SPEEDS, readBytesPerSecond: Infinity });
  expect(answers).toHaveLength(1);
  // Another kind of weights is measured by itself.
  expect(await find({ ...BF16, dtype: 'F16' })).toMatchObject({ disk: 1 });
  expect(await find({ ...BF16, path: '/none' })).toBeNull();
  expect(warnings).toEqual(Array.from({ length: 3 }, () => 'the speed of conversions is not known'));
});
