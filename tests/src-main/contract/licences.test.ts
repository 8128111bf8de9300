import { expect, test } from 'vitest';
import { llamaLicenceOf } from '#contract/licences';
import { buildModel, buildPoro } from '../../builders/contract-values.ts';

const named = (name: string, licence: string | null): string | null => {
  const { facts } = buildModel();
  return llamaLicenceOf({ family: 'llama', name, facts: { ...facts, name, licence } });
};

test('the guide asks for nothing, and Poro 2 stands under what its makers say', () => {
  expect(llamaLicenceOf(buildModel())).toBeNull();
  const silent = { ...buildPoro('sft').facts, licence: null };
  expect(llamaLicenceOf(buildPoro('sft', { facts: silent }))).toBe('llama3.3');
  expect(llamaLicenceOf(buildPoro('base', { facts: silent }))).toBe('llama3.1');
  expect(llamaLicenceOf(buildPoro('base'))).toBe('llama3.3');
});

test.each([
  ['Anything', 'llama3.2', 'llama3.2'],
  ['Anything', 'Llama 3.1 Community License', 'llama3.1'],
  ['Llama 3.2 1B', null, 'llama3.2'],
  ['Llama-3_1-8B', 'other', 'llama3.1'],
  ['Meta Llama 3 8B', null, 'llama3'],
  ['Llama-2-7b-chat', 'llama2', 'llama2'],
  ['Llama 3.2 1B', 'apache-2.0', null],
  ['TinyLlama 1.1B', null, null],
  ['Llama 4 Scout', null, null],
  ['OpenLlama 3B', null, null],
  ['Viking 7B', null, null],
])('%s with the licence %s comes to %s', (name, licence, expected) => {
  expect(named(name, licence)).toBe(expected);
});
