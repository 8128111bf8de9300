import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AnswerText } from '../../../../src-main/core/chat/answer-text.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what came during a slow save is saved right after it, though nothing more comes', async () => {
  const saved: string[] = [];
  const slowSave = async (text: string): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    saved.push(text);
  };
  const answer = new AnswerText({ flush: () => {}, save: slowSave });
  answer.append('alku');
  await vi.advanceTimersByTimeAsync(510);
  answer.append(' ja loppu');
  await vi.advanceTimersByTimeAsync(2500);
  expect(saved).toEqual(['alku', 'alku ja loppu']);
  await answer.end();
});

test('nothing is saved after the end', async () => {
  const saved: string[] = [];
  let finishSave = (): void => {};
  const answer = new AnswerText({
    flush: () => {},
    save: (text) => {
      saved.push(text);
      return new Promise((resolve) => (finishSave = resolve));
    },
  });
  answer.append('alku');
  await vi.advanceTimersByTimeAsync(510);
  answer.append(' ja loppu');
  const ended = answer.end();
  finishSave();
  await ended;
  await vi.advanceTimersByTimeAsync(5000);
  expect(saved).toEqual(['alku']);
});
