import { describe, expect, test } from 'vitest';
import { ControlTexts } from '../../../../src-main/core/prompt/control-texts.ts';
import { chooseMark, guardText, removeMarks } from '../../../../src-main/core/prompt/guard-text.ts';

const CONTROLS = ['<|end|>', '<|begin|>', '[INST]', '<|end|>x', '<|tool-call|>', '', 'ä-'];
const MARK = '\uFDD0';

describe('guarded text', () => {
  test.each([
    'plain text',
    '<|end|>',
    'a <|end|><|begin|> b [INST]',
    '<|e<|end|>nd|>',
    'ends in a part <|beg',
    'ends in a part and blanks [IN  ',
    '<|end|>x',
    '<',
    '',
    '\uFEFFmarked\uFEFF',
    'replacement patterns $& $1 $$ <|end|>',
  ])('%j spells no control token, alone or before another text, and comes back whole', (text) => {
    const guarded = guardText(text, new ControlTexts(CONTROLS), MARK);
    for (const control of CONTROLS.filter((one) => one !== '')) {
      expect(guarded).not.toContain(control);
      for (let cut = 1; cut < control.length; cut += 1) {
        expect(guarded.trim() + control.slice(cut)).not.toContain(control);
      }
    }
    expect(removeMarks(guarded, MARK)).toBe(text);
  });

  test('text without control tokens is left alone', () => {
    expect(guardText(' a < b | c > d [x] ', new ControlTexts(CONTROLS), MARK)).toBe(' a < b | c > d [x] ');
  });
});

test('the mark occurs in none of the texts', () => {
  const hostile = ['\uFDD0\uFDD1\uFDD2\uFDD3', '\uFDD4\uFDD5\uFDD6\uFDD7', '\uFDD0\uFDD1\uFDD1'];
  for (let count = 0; count <= hostile.length; count += 1) {
    const texts = hostile.slice(0, count);
    const mark = chooseMark(texts);
    expect(mark).not.toBe('');
    expect(texts.filter((text) => text.includes(mark))).toEqual([]);
  }
});
