import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { listenForInterrupts } from '../../../../src-main/shells/cli/interrupts.ts';

test('the first interrupt aborts, the second ends at once', () => {
  const source = new EventEmitter();
  let ends = 0;
  const { signal, stopListening } = listenForInterrupts(source, () => (ends += 1));
  source.emit('SIGINT');
  expect([signal.aborted, ends]).toEqual([true, 0]);
  source.emit('SIGINT');
  expect(ends).toBe(1);
  stopListening();
  expect(source.eventNames()).toEqual([]);
});
