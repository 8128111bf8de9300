import { expect, test } from 'vitest';
import { parseModelCard } from '../../../../src-main/core/checkpoint/model-card.ts';

test('reads the texts and lists of a front matter, and passes the rest over', () => {
  const card = parseModelCard(`---
license: llama3.3 # see LICENSE
language:
- fi
- "en"
  # a comment
datasets:
  - LumiOpen/poro2-instruction-collection
tags: [chat, 'two words']
base_model: LumiOpen/Llama-Poro-2-8B-SFT
pipeline_tag: null
model-index:
- name: x
  results:
  - task: y
widget:
  text: nested
description: |
  a block
empty:
---
license: mit
`);
  expect(Object.fromEntries(card)).toEqual({
    license: 'llama3.3',
    language: ['fi', 'en'],
    datasets: ['LumiOpen/poro2-instruction-collection'],
    tags: ['chat', 'two words'],
    base_model: 'LumiOpen/Llama-Poro-2-8B-SFT',
  });
});

test('a README without front matter says nothing', () => {
  expect(parseModelCard('# Poro 2\nlicense: mit').size).toBe(0);
  expect(parseModelCard('').size).toBe(0);
});
