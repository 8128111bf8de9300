import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { blameFolder } from '../../../../src-main/core/chat/blame-folder.ts';

const tooLong = (tokens: number, systemTokens: number) =>
  new SarviError('prompt-too-long', { tokens, limit: 2016, contextTokens: 2048, systemTokens });

test('a folder that fills the window is named in place of the message, with its own tokens', () => {
  const { code, details } = blameFolder(tooLong(4700, 4600), 'x'.repeat(900), 'x'.repeat(1000));
  expect({ code, details }).toEqual({ code: 'folder-too-long', details: { tokens: 4140, window: 2048 } });
});

test('a long message below a short folder, a conversation without a folder, and another failure stay as they are', () => {
  for (const [error, inherited] of [
    [tooLong(4700, 40), 'Be short.'],
    [tooLong(4700, 4600), ''],
    [new SarviError('engine-crashed', { reason: 'x' }), 'Be short.'],
  ] as const) {
    expect(blameFolder(error, inherited, 'Be short.')).toBe(error);
  }
});
