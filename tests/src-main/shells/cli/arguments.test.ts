import { describe, expect, test } from 'vitest';
import { MOST_JOBS } from '../../../../src-main/core/convert/conversion-protocol.ts';
import { optionalNumber, readArguments, requiredText } from '../../../../src-main/shells/cli/arguments.ts';
import { convert } from '../../../../src-main/shells/cli/commands/convert.ts';
import { quantizationOption, quantizationsOption } from '../../../../src-main/shells/cli/quantization-option.ts';
import { UsageError } from '../../../../src-main/shells/cli/usage.ts';

describe('readArguments', () => {
  test('takes words and options in any order', () => {
    const { words, options } = readArguments(['--type', 'F16', 'dir', '--json'], { type: 'string' }, [1, 1]);
    expect(words).toEqual(['dir']);
    expect(options).toMatchObject({ type: 'F16', json: true });
  });

  test.each([
    ['an unknown option', ['dir', '--wrong']],
    ['a missing value', ['dir', '--type']],
    ['too few words', []],
    ['too many words', ['a', 'b']],
  ])('refuses %s', (_, args) => {
    expect(() => readArguments(args, { type: 'string' }, [1, 1])).toThrow(UsageError);
  });
});

describe('options', () => {
  test('a number outside its range, or not a number, is refused', () => {
    const range = { least: 0, most: 5 };
    expect(optionalNumber({ t: '0.7' }, 't', range)).toBe(0.7);
    expect(optionalNumber({}, 't', range)).toBeUndefined();
    for (const t of ['6', '-1', 'warm', '', 'NaN']) {
      expect(() => optionalNumber({ t }, 't', range)).toThrow(UsageError);
    }
    expect(() => optionalNumber({ t: '1.5' }, 't', { ...range, whole: true })).toThrow(UsageError);
  });

  test('a quantization type is found in any case and a foreign one refused', () => {
    expect(quantizationOption({ type: 'q4_k_m' })).toBe('Q4_K_M');
    expect(() => quantizationOption({ type: 'Q9' })).toThrow(/Q4_K_M/);
  });

  test.each([
    ['no type', [], []],
    ['a list', ['--type', 'q4_k_m, Q8_0'], ['Q4_K_M', 'Q8_0']],
    ['a repeated option, each type once', ['--type', 'Q8_0', '--type', 'BF16,q8_0'], ['Q8_0', 'BF16']],
  ])('of several types: %s', (_, args, expected) => {
    expect(quantizationsOption(readArguments(args, { type: 'strings' }, [0, 0]).options)).toEqual(expected);
  });

  test.each(['', ',', 'Q8_0,', 'Q8_0,Q9', 'Q8_0;Q4_K_M'])('of several types, %j is refused', (text) => {
    expect(() => quantizationsOption({ type: [text] })).toThrow(UsageError);
  });

  test('a required option must be there', () => {
    expect(() => requiredText({}, 'out')).toThrow(UsageError);
  });
});

test('convert refuses more jobs than it would start', async () => {
  const args = ['dir', '--type', 'F16', '--out', 'x.gguf', '--jobs', String(MOST_JOBS + 1)];
  await expect(convert({ args } as never)).rejects.toThrow(`--jobs takes a whole number from 1 to ${MOST_JOBS}`);
});
