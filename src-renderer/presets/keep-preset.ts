import type { ErrorReport } from '#contract/errors';
import type { Preset } from '#contract/presets';
import type { SettingsState } from '../state/settings.svelte.ts';

/** An empty preset with a new id. */
export function newPreset(fields: Partial<Omit<Preset, 'id'>> = {}): Preset {
  return { name: '', systemPrompt: '', sampling: {}, ...fields, id: `p-${Date.now().toString(36)}` };
}

/** Adds a preset, or replaces the one with its id. The list stays sorted by name. */
export function keepPreset(settings: SettingsState, preset: Preset): Promise<ErrorReport | null> {
  const others = settings.current.presets.filter(({ id }) => id !== preset.id);
  const presets = [...others, preset].toSorted((a, b) => a.name.localeCompare(b.name));
  return settings.update({ presets });
}

/** Removes a preset; models that used it use the defaults again. */
export function removePreset(settings: SettingsState, { id }: Preset): Promise<ErrorReport | null> {
  const { presets, modelPresets } = settings.current;
  return settings.update({
    presets: presets.filter((preset) => preset.id !== id),
    modelPresets: Object.fromEntries(Object.entries(modelPresets).filter(([, presetId]) => presetId !== id)),
  });
}
