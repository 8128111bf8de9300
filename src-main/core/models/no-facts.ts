import type { ModelFacts } from '#contract/models';

/** Facts of a file that cannot be read. */
export const NO_FACTS: ModelFacts = {
  name: null,
  architecture: 'unknown',
  parameterCount: 0,
  layerCount: 0,
  headCount: 0,
  keyValueHeadCount: 0,
  width: 0,
  feedForwardWidth: 0,
  vocabularySize: 0,
  contextTokens: 0,
  hasChatTemplate: false,
  licence: null,
  tensorTypes: {},
  fileType: 'unknown',
  sizeBytes: 0,
};
