/** Presets: a system prompt and sampling under a name, with which conversations begin. */
import * as v from 'valibot';
import { PresetId, type ModelId } from './primitives.ts';
import { Sampling } from './sampling.ts';

export const MOST_PRESETS = 200;
export const MOST_PRESET_NAME_LENGTH = 100;

/** A system prompt and sampling under a name, with which conversations can begin. */
export const Preset = v.strictObject({
  id: PresetId,
  name: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(MOST_PRESET_NAME_LENGTH)),
  systemPrompt: v.pipe(v.string(), v.maxLength(100_000)),
  sampling: Sampling,
});
export type Preset = v.InferOutput<typeof Preset>;

/** The settings about presets. */
interface PresetSettings {
  readonly presets: readonly Preset[];
  readonly modelPresets: Readonly<Record<ModelId, PresetId>>;
  readonly systemPrompt: string;
}

/** The preset of new conversations with a model; null for none. */
export function presetOf({ presets, modelPresets }: PresetSettings, modelId: ModelId | null): Preset | null {
  const id = modelId === null ? undefined : modelPresets[modelId];
  return presets.find((preset) => preset.id === id) ?? null;
}

/** The system prompt and sampling of a new conversation with a model, unless the user chooses others. */
export function beginningOf(
  settings: PresetSettings,
  modelId: ModelId | null,
): { systemPrompt: string; sampling: Sampling } {
  const preset = presetOf(settings, modelId);
  return { systemPrompt: preset?.systemPrompt ?? settings.systemPrompt, sampling: preset?.sampling ?? {} };
}
