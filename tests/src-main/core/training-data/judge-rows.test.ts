import { expect, test } from 'vitest';
import type { Omission } from '#contract/datasets';
import type { DecidedRow } from '../../../../src-main/core/training-data/decided-row.ts';
import { judgeRows } from '../../../../src-main/core/training-data/judge-rows.ts';
import { buildRow, queryOf } from '../../../builders/datasets.ts';

const answer = (text: string, stopReason: 'end-of-generation' | 'max-tokens' = 'end-of-generation') => ({
  ...{ text, modelName: 'A', messageId: text, stopReason },
});

function omissionsOf(rows: readonly DecidedRow[], query = queryOf()): (Omission | null)[] {
  return judgeRows(rows, [], query).map(({ omission }) => omission);
}

test('a row is left out for the first of its faults', () => {
  const [user, model] = [
    { role: 'user', content: 'a' },
    { role: 'assistant', content: 'b' },
  ] as const;
  const rows: (readonly [Partial<DecidedRow>, Omission | null])[] = [
    [{}, null],
    [{ excluded: true, isTie: true }, 'by-hand'],
    [{ isTie: true }, 'tie'],
    [{ hasOnePrompt: false }, 'wrong-turns'],
    [{ prompt: [] }, 'wrong-turns'],
    [{ prompt: [user, model] }, 'wrong-turns'],
    [{ prompt: [user, user] }, 'wrong-turns'],
    [{ prompt: [{ role: 'system', content: 's' }, user, model, user] }, null],
    [{ prompt: [user, { role: 'system', content: 's' }, user] }, 'wrong-turns'],
    [{ good: answer('  ') }, 'empty'],
    [{ good: answer('sama '), bad: answer('sama') }, 'identical'],
    [{ good: answer('kesken', 'max-tokens') }, 'cut'],
    [{ good: answer('korjattu', 'max-tokens'), goodCorrected: true }, null],
  ];
  const built = rows.map(([fields], index) =>
    buildRow({ id: String(index), prompt: [{ role: 'user', content: `kysymys ${index}` }], ...fields }),
  );
  expect(omissionsOf(built)).toEqual(rows.map(([, omission]) => omission));
  expect(omissionsOf([buildRow({ good: answer('kesken', 'max-tokens') })], queryOf({ keepCut: true }))).toEqual([null]);
});

test('a row is too long with its longer answer', () => {
  const tokens = [{ prompt: 10, good: 5, bad: 7, spellsControl: false }];
  const judged = (mostTokens: number) => judgeRows([buildRow()], tokens, queryOf({ mostTokens }))[0];
  expect(judged(17)).toMatchObject({ omission: null, promptTokens: 10, good: { tokens: 5 }, bad: { tokens: 7 } });
  expect(judged(16)?.omission).toBe('too-long');
});

test('a row that spells a control token is left out', () => {
  const tokens = [{ prompt: 10, good: 5, bad: 7, spellsControl: true }];
  expect(judgeRows([buildRow()], tokens, queryOf())[0]?.omission).toBe('control-token');
});

test('of votes on the same answers the majority stays, once', () => {
  const [one, other] = [answer('yksi'), answer('kaksi')];
  const ahead = buildRow({ good: one, bad: other });
  const against = buildRow({ good: other, bad: one, prompt: [{ role: 'user', content: 'MIKÄ on, ilves' }] });
  expect(omissionsOf([ahead, against, ahead])).toEqual([null, 'contradicting', 'duplicate']);
  expect(omissionsOf([against, ahead])).toEqual(['contradicting', 'contradicting']);
  expect(omissionsOf([ahead, ahead])).toEqual([null, 'duplicate']);
});

test('for KTO an answer that is called good and bad is left out', () => {
  const good = buildRow({ good: answer('yksi'), bad: null });
  const bad = buildRow({ good: null, bad: answer('yksi') });
  const other = buildRow({ good: null, bad: answer('kaksi') });
  expect(omissionsOf([good, bad, other], queryOf({ kind: 'kto' }))).toEqual(['contradicting', 'contradicting', null]);
});
