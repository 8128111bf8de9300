import type { AdapterChoice } from '#contract/adapters';
import type { CallInput } from '#contract/contract';
import { beginningOf } from '#contract/presets';
import type { ModelId } from '#contract/primitives';
import type { Sampling } from '#contract/sampling';
import type { AppState } from '../state/app.svelte.ts';

/** A column of a new comparison. */
export interface ColumnDraft {
  /** Only for the list in the form. */
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

/** A column with the settings of a new conversation with the model. */
export function draftOf(app: AppState, modelId: ModelId | null, templateModelId: ModelId | null = null): ColumnDraft {
  lastKey += 1;
  const { systemPrompt, sampling } = beginningOf(app.settings.current, modelId);
  return { key: lastKey, modelId, adapters: [], presetName: null, sampling, systemPrompt, templateModelId };
}

export function inputOf(column: ColumnDraft): Input | null {
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
