import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TextStep } from '../../../src-main/core/engine/protocol.ts';
import { StepSender } from '../../../src-main/engine-process/step-sender.ts';

const step = (generatedTokens: number): TextStep => ({ delta: `${generatedTokens} `, generatedTokens });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the first step goes once the loop is free, and what comes quickly after goes together', () => {
  const sent: number[][] = [];
  const sender = new StepSender((steps) => sent.push(steps.map(({ generatedTokens }) => generatedTokens)));
  sender.push(step(1));
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(0);
  sender.push(step(2));
  vi.advanceTimersByTime(20);
  sender.push(step(3));
  expect(sent).toEqual([[1]]);
  vi.advanceTimersByTime(13);
  expect(sent).toEqual([[1], [2, 3]]);
  vi.advanceTimersByTime(50);
  sender.push(step(4));
  vi.advanceTimersByTime(0);
  expect(sent).toEqual([[1], [2, 3], [4]]);
});

test('a flush sends the rest at once, and nothing twice', () => {
  const sent: number[] = [];
  const sender = new StepSender((steps) => sent.push(...steps.map(({ generatedTokens }) => generatedTokens)));
  sender.push(step(1));
  sender.push(step(2));
  sender.flush();
  sender.flush();
  vi.advanceTimersByTime(100);
  expect(sent).toEqual([1, 2]);
});
