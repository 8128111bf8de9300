import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readArguments } from '../../../../src-main/shells/cli/arguments.ts';
import { SAMPLING_OPTIONS, samplingOptions } from '../../../../src-main/shells/cli/sampling-options.ts';
import { UsageError } from '../../../../src-main/shells/cli/usage.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const read = (line: string[]) => samplingOptions(readArguments(line, SAMPLING_OPTIONS, [0, 0]).options);

test('every option has its field, and what is not given is left out', async () => {
  const grammar = join(await temporaryFolder(), 'answer.gbnf');
  await writeFile(grammar, 'root ::= "a"');
  const words =
    '--greedy --top-p 0.9 --top-k 40 --min-p 0.1 --repeat-penalty 1.1 --presence-penalty=-1 --frequency-penalty 0.5 ' +
    '--penalty-window 128 --seed 7 --max-tokens 9 --stop ### --stop END --logprobs 5 --grammar';
  expect(await read([...words.split(' '), grammar])).toEqual({
    temperature: 0,
    topP: 0.9,
    topK: 40,
    minP: 0.1,
    repetitionPenalty: 1.1,
    presencePenalty: -1,
    frequencyPenalty: 0.5,
    penaltyWindow: 128,
    seed: 7,
    maxTokens: 9,
    stop: ['###', 'END'],
    alternatives: 5,
    grammar: { kind: 'gbnf', text: 'root ::= "a"' },
  });
  expect(await read([])).toEqual({});
});

test.each([
  [['--greedy', '--temperature', '1']],
  [['--grammar', 'a', '--json-schema', 'b']],
  [['--grammar', '/nowhere/answer.gbnf']],
  [['--logprobs', '21']],
  [['--presence-penalty', '3']],
  [['--stop', '']],
  [['--stop', 'x'.repeat(201)]],
])('%j is a wrong call', async (line) => {
  await expect(read(line)).rejects.toBeInstanceOf(UsageError);
});
