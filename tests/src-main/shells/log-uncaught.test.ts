import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { logUncaught } from '../../../src-main/shells/log-uncaught.ts';

it('writes down what nobody caught, until it is told to stop', () => {
  const source = new EventEmitter();
  const told: unknown[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (...entry: unknown[]) => void told.push(entry) };
  const stop = logUncaught(log, source);
  const error = new Error('why');
  source.emit('uncaughtExceptionMonitor', error);
  stop();
  source.emit('uncaughtExceptionMonitor', error);
  expect(told).toEqual([['an error that nobody caught', { error }]]);
});
