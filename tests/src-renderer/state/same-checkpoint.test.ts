import { expect, it } from 'vitest';
import type { Model, ModelFacts } from '#contract/models';
import { isSameCheckpoint, widestOf } from '../../../src-renderer/state/same-checkpoint.ts';
import { buildModel, buildPoro } from '../../builders/contract-values.ts';

const MODEL = buildPoro('instruct');
const as = (fileType: string, sizeBytes: number, facts: Partial<ModelFacts> = {}, fields: Partial<Model> = {}): Model =>
  buildPoro('instruct', { id: fileType, facts: { ...MODEL.facts, fileType, sizeBytes, ...facts }, ...fields });

it('takes the widest usable type of the same checkpoint', () => {
  const [wide, middle] = [as('BF16', 16e9), as('Q8_0', 8.5e9)];
  expect(widestOf(MODEL, [MODEL, middle, wide])).toBe(wide);
  expect(widestOf(MODEL, [MODEL, middle, { ...wide, available: false }])).toBe(middle);
  expect(widestOf(wide, [MODEL, middle, wide])).toBeNull();
  // F16 and BF16 have one size.
  expect(widestOf(wide, [as('F16', 16e9 + 1000)])).toBeNull();
});

it('tells a further tuned model, another size and another stage apart, and reads names without their signs', () => {
  expect(isSameCheckpoint(MODEL, as('BF16', 16e9, { name: 'Poro-2-8B-Instruct' }))).toBe(true);
  for (const name of ['Poro 2 8B Instruct DPO v3', null]) {
    expect(isSameCheckpoint(MODEL, as('BF16', 16e9, { name }))).toBe(false);
  }
  expect(isSameCheckpoint(MODEL, as('BF16', 140e9, { layerCount: 80 }))).toBe(false);
  expect(isSameCheckpoint(MODEL, buildPoro('sft', { facts: MODEL.facts }))).toBe(false);
  expect(isSameCheckpoint(buildModel(), buildModel({ facts: { ...buildModel().facts, name: 'Guide Model' } }))).toBe(
    true,
  );
});
