import { expect, test } from 'vitest';
import { suggestComparisons } from '../../../../src-main/core/comparison/suggest-comparisons.ts';
import { buildModel, buildPoro } from '../../../builders/contract-values.ts';

const llama = (name: string, fields: Parameters<typeof buildModel>[0] = {}) =>
  buildModel({ id: name.toLowerCase().replaceAll(' ', '-'), name, family: 'llama', ...fields });

test('Base, SFT and Instruct of Poro 2 stand ready, Base with the template of Instruct', () => {
  const [poro, ...others] = suggestComparisons([
    buildPoro('instruct'),
    buildModel(),
    buildPoro('base'),
    buildPoro('sft'),
  ]);
  expect(others).toEqual([]);
  expect(poro).toEqual({
    name: 'Poro 2 8B',
    columns: [
      {
        modelId: 'poro-2-8b-base',
        modelName: 'Poro 2 8B Base',
        stage: 'base',
        templateModelId: 'poro-2-8b-instruct',
      },
      { modelId: 'poro-2-8b-sft', modelName: 'Poro 2 8B SFT', stage: 'sft', templateModelId: null },
      { modelId: 'poro-2-8b-instruct', modelName: 'Poro 2 8B Instruct', stage: 'instruct', templateModelId: null },
    ],
  });
});

test('two of a family are enough, one is not, and another size is another family', () => {
  const [one, two, large] = [llama('Llama 3.1 8B'), llama('Llama-3.1-8B-Instruct'), llama('Llama 3.1 70B Instruct')];
  const base = { ...one, facts: { ...one.facts, hasChatTemplate: false } };
  expect(suggestComparisons([base, two, large]).map(({ columns }) => columns.map(({ modelId }) => modelId))).toEqual([
    [base.id, two.id],
  ]);
  expect(suggestComparisons([two, large])).toEqual([]);
});

test('of several quantizations those are taken that the stages have in common, and none whose file is gone', () => {
  const typed = (variant: 'sft' | 'instruct', fileType: string, available = true) => {
    const model = buildPoro(variant, { available });
    return { ...model, id: `${model.id}-${fileType}`, facts: { ...model.facts, fileType } };
  };
  const models = [
    typed('sft', 'Q8_0'),
    typed('sft', 'Q4_K_M'),
    typed('instruct', 'Q4_K_M'),
    typed('instruct', 'F16', false),
  ];
  const [suggested] = suggestComparisons(models);
  expect(suggested?.columns.map(({ modelId }) => modelId)).toEqual([
    'poro-2-8b-sft-Q4_K_M',
    'poro-2-8b-instruct-Q4_K_M',
  ]);
});
