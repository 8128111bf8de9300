import type { AdapterChoice } from '#contract/adapters';
import type { CallInput } from '#contract/contract';
import { beginningOf } from '#contract/presets';
import type { ModelId } from '#contract/primitives';
import type { Sampling } from '#contract/sampling';
import type { AppState } from '../state/app.svelte.ts';

/** A column of a comparison that is being put together. */
export interface WishedColumn {
  /** Of the form only. */
  readonly key: number;
  readonly modelId: ModelId | null;
  readonly adapters: readonly AdapterChoice[];
  readonly presetName: string | null;
  readonly sampling: Sampling;
  readonly systemPrompt: string;
  readonly templateModelId: ModelId | null;
}

type Input = CallInput<'comparisons.create'>['columns'][number];

let lastKey = 0;

/** As a new conversation with the model begins. */
export function columnOf(app: AppState, modelId: ModelId | null, templateModelId: ModelId | null = null): WishedColumn {
  lastKey += 1;
  const { systemPrompt, sampling } = beginningOf(app.settings.current, modelId);
  return { key: lastKey, modelId, adapters: [], presetName: null, sampling, systemPrompt, templateModelId };
}

export function inputOf(column: WishedColumn): Input | null {
  const { modelId, adapters, presetName, sampling, systemPrompt, templateModelId } = column;
  if (modelId === null) return null;
  return {
    modelId,
    adapters: adapters.map(({ adapterId, scale }) => ({ adapterId, scale })),
    presetName,
    sampling,
    systemPrompt,
    templateModelId,
  };
}
