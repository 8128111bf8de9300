import type { ModelId, Preset, Sampling, Settings } from './vocabulary.ts';

type PresetSettings = Pick<Settings, 'presets' | 'modelPresets' | 'systemPrompt'>;

/** The preset that new conversations with a model begin with; null for none. */
export function presetOf({ presets, modelPresets }: PresetSettings, modelId: ModelId | null): Preset | null {
  const id = modelId === null ? undefined : modelPresets[modelId];
  return presets.find((preset) => preset.id === id) ?? null;
}

/** What a new conversation with a model begins with when the user says nothing else. */
export function beginningOf(
  settings: PresetSettings,
  modelId: ModelId | null,
): { systemPrompt: string; sampling: Sampling } {
  const preset = presetOf(settings, modelId);
  return { systemPrompt: preset?.systemPrompt ?? settings.systemPrompt, sampling: preset?.sampling ?? {} };
}
