import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AnswerText } from '../../../../src-main/core/chat/answer-text.ts';
import type { ThinkingAndText } from '../../../../src-main/core/thinking-splitter.ts';

beforeEach(() => void vi.useFakeTimers());
const text = (piece: string): ThinkingAndText => ({ thinking: '', text: piece });

afterEach(() => void vi.useRealTimers());

test('what came during a slow save is saved right after it, though nothing more comes', async () => {
  const saved: string[] = [];
  const slowSave = async (said: ThinkingAndText): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    saved.push(said.text);
  };
  const answer = new AnswerText({ flush: () => {}, save: slowSave });
  answer.append(text('alku'));
  await vi.advanceTimersByTimeAsync(510);
  answer.append(text(' ja loppu'));
  await vi.advanceTimersByTimeAsync(2500);
  expect(saved).toEqual(['alku', 'alku ja loppu']);
  await answer.end();
});

test('nothing is saved after the end', async () => {
  const saved: string[] = [];
  let finishSave = (): void => {};
  const answer = new AnswerText({
    flush: () => {},
    save: (said) => {
      saved.push(said.text);
      return new Promise((resolve) => (finishSave = resolve));
    },
  });
  answer.append(text('alku'));
  await vi.advanceTimersByTimeAsync(510);
  answer.append(text(' ja loppu'));
  const ended = answer.end();
  finishSave();
  await ended;
  await vi.advanceTimersByTimeAsync(5000);
  expect(saved).toEqual(['alku']);
});

test('thinking is told and saved beside the text, each with offsets of its own', async () => {
  const told: unknown[] = [];
  const saved: ThinkingAndText[] = [];
  const answer = new AnswerText(
    {
      flush: (...delta) => void told.push(delta),
      save: (said) => Promise.resolve(void saved.push(said)),
    },
    { thinking: 'Hm', text: '' },
  );
  answer.append({ thinking: ', yes.', text: '' });
  await vi.advanceTimersByTimeAsync(40);
  answer.append({ thinking: ' So', text: 'Four' });
  await vi.advanceTimersByTimeAsync(510);
  answer.append(text('.'));
  await answer.end();
  expect(told).toEqual([
    ['thinking', 2, ', yes.'],
    ['thinking', 8, ' So'],
    ['text', 0, 'Four'],
    ['text', 4, '.'],
  ]);
  expect(saved).toEqual([{ thinking: 'Hm, yes. So', text: 'Four' }]);
});
