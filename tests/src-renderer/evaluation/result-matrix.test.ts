import { expect, test } from 'vitest';
import { differencesOf, publishedModelOf, publishedValue } from '../../../src-renderer/evaluation/published-of.ts';
import { familyOf, newDraft, requestsOf } from '../../../src-renderer/evaluation/new-run.ts';
import { outcomeOf } from '../../../src-renderer/evaluation/outcome-of.ts';
import { resultRows } from '../../../src-renderer/evaluation/result-matrix.ts';
import { catalogues } from '../../../src-renderer/language/catalogues.ts';
import { buildModel, buildPoro } from '../../builders/contract-values.ts';
import { buildInstruction, buildMetric, buildRun, buildSample } from '../../builders/fake-evaluations.ts';
import { buildPerplexity } from '../../builders/perplexity-values.ts';

const [SFT, INSTRUCT] = [buildPoro('sft'), buildPoro('instruct')];
const DATA = { name: 'input.jsonl', isOwn: false, sha256: 'a'.repeat(64), rows: 541, faults: 0 };
const none = (): null => null;

test('of several runs of a task, that of a file stands in the table, then that of more samples, then the newer', () => {
  const small = buildRun(INSTRUCT, { id: 'small', judged: 20, createdAt: 3 });
  const whole = buildRun(INSTRUCT, { id: 'whole', judged: 104, createdAt: 1 });
  const again = buildRun(INSTRUCT, { id: 'again', judged: 104, createdAt: 2 });
  const official = buildRun(INSTRUCT, { id: 'official', judged: 10, createdAt: 0, configuration: { data: DATA } });
  const shown = (...runs: ReturnType<typeof buildRun>[]): (string | undefined)[] =>
    resultRows(runs, [], none).map(({ cells }) => cells.get('ifeval-fi-loose')?.run.id);
  expect(shown(small, whole)).toEqual(['whole']);
  expect(shown(small, again, whole)).toEqual(['again']);
  expect(shown(small, again, whole, official)).toEqual(['official']);
});

test('the same file with other adapters is another row, and a perplexity joins the row of its model', () => {
  const adapters = [{ adapterId: 'a'.repeat(32), name: 'Runot', scale: 1 }];
  const runs = [buildRun(INSTRUCT), buildRun(INSTRUCT, { id: 'adapted', configuration: { adapters } })];
  const rows = resultRows(runs, [buildPerplexity(), buildPerplexity({ modelId: SFT.id, modelName: SFT.name })], none);
  expect(rows.map(({ name, hasAdapters, perplexities }) => [name, hasAdapters, perplexities.size])).toEqual([
    [INSTRUCT.name, false, 1],
    [INSTRUCT.name, true, 0],
    [SFT.name, false, 1],
  ]);
});

test('a run without a figure makes no row, and a strict figure is never shown for a loose one', () => {
  const [metric] = [buildMetric({ name: 'prompt_level_strict_acc', value: 0.1 })];
  expect(resultRows([buildRun(SFT, { metrics: [] })], [], none)).toEqual([]);
  const [row] = resultRows([buildRun(SFT, { metrics: [metric] })], [], none);
  expect(row?.cells.get('ifeval-fi-strict')?.metric.value).toBe(0.1);
  expect(row?.cells.has('ifeval-fi-loose')).toBe(false);
});

test('models are known as published ones by their family and size, in whatever type', () => {
  const large = buildPoro('sft', { facts: { ...SFT.facts, parameterCount: 70_553_706_496 } });
  const meta = buildModel({ ...INSTRUCT, family: 'meta-llama', name: 'Llama-3.1-8B-Instruct' });
  expect([SFT, INSTRUCT, large, buildPoro('base'), buildModel(), meta, null].map(publishedModelOf)).toEqual([
    'poro-2-8b-sft',
    'poro-2-8b-instruct',
    null,
    null,
    null,
    'llama-3.1-8b-instruct',
    null,
  ]);
  expect(publishedModelOf({ ...meta, name: 'Llama-3.1-8B', facts: { ...meta.facts, name: null } })).toBeNull();
  expect(publishedValue('poro-2-8b-sft', 'ifeval-fi')).toBe(64.69);
});

test('everything that differs from the published figure is said, in both languages', () => {
  const { configuration } = buildRun(SFT, {
    configuration: {
      task: 'mt-bench-fi',
      samples: 10,
      limit: 10,
      judge: { kind: 'model', id: 'j', name: 'Opas', fileType: 'Q8_0', sizeBytes: 1, checksum: 'c' },
      template: { kind: 'completion', sha256: null, dateString: null },
      settings: { languages: 'eld 2.1.0 (medium)' },
    },
  });
  const english = differencesOf(configuration, catalogues.en);
  expect(english.map((sentence) => sentence.slice(0, sentence.indexOf(':')))).toEqual([
    'Quantization',
    'Set',
    'Part',
    'Judge',
    'Prompt',
    'Language detection',
  ]);
  expect(differencesOf(configuration, catalogues.fi)).toHaveLength(english.length);
  const official = buildRun(SFT, {
    configuration: {
      data: DATA,
      samples: 541,
      model: { ...configuration.model, fileType: 'BF16' },
      settings: { sentences: 'punkt_tab', languages: 'heliport' },
    },
  });
  expect(differencesOf(official.configuration, catalogues.en)).toEqual([
    'Set: the file input.jsonl here. Sarvi cannot tell whether it is the official one.',
  ]);
});

test('a draft becomes a run for each model once nothing is missing', () => {
  const draft = newDraft('m', 'ifeval-fi');
  expect(requestsOf(draft)).toMatchObject([{ modelId: 'm', task: 'ifeval-fi', files: {}, limit: null }]);
  expect(requestsOf({ ...draft, source: 'file' })).toEqual([]);
  const typed = { ...draft, source: 'file' as const, paths: { ...draft.paths, data: ' /x ', references: '/r' } };
  expect(requestsOf(typed)).toMatchObject([{ files: { data: '/x' } }]);
  expect(requestsOf({ ...typed, task: 'mt-bench-en' })).toEqual([]);
  const judged = { ...draft, task: 'alpaca-eval-en' as const, judgeId: 'j', modelIds: ['a', 'b'] };
  expect(requestsOf({ ...judged, judgeId: null })).toEqual([]);
  expect(requestsOf(judged)).toMatchObject([{ files: {} }, { files: {} }]);
  expect(requestsOf({ ...judged, paths: { ...draft.paths, references: '/r' } })).toMatchObject([
    { modelId: 'a', judge: { kind: 'model', modelId: 'j' }, files: { references: '/r' }, bothOrders: false },
    { modelId: 'b' },
  ]);
  expect(familyOf('mt-bench-fi')).toBe('mt-bench');
});

test('what came of a sample is one sign: followed, loosely, not, left out, or points', () => {
  const of = (...verdicts: [boolean, boolean][]): string =>
    outcomeOf(
      buildSample({
        judgement: {
          kind: 'instructions',
          instructions: verdicts.map(([strict, loose]) => buildInstruction({ strict, loose })),
        },
      }),
    ).kind;
  expect([of([true, true]), of([true, true], [false, true]), of([true, true], [false, false])]).toEqual([
    'passed',
    'loosely',
    'failed',
  ]);
  expect(outcomeOf(buildSample())).toEqual({ kind: 'open' });
  const turn = { by: 'judge', promptKind: null, judged: null, at: 1 } as const;
  const turns = [7, null, 4].map((score) => ({ ...turn, score }));
  expect(outcomeOf(buildSample({ judgement: { kind: 'scores', turns } }))).toEqual({ kind: 'score', score: 5.5 });
});
