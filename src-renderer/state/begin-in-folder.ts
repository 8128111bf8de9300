import type { Folder } from '#contract/folders';
import type { AppState } from './app.svelte.ts';

/** Opens a new chat whose conversation will be in the folder, with the folder's model and preset. */
export async function beginInFolder(app: AppState, { id, modelId, presetId }: Folder): Promise<void> {
  const { chat, navigation, models, remotes, settings } = app;
  await chat.open(null);
  navigation.newChat();
  const isThere = modelId !== null && (models.find(modelId) ?? remotes.find(modelId)) !== null;
  const preset = settings.current.presets.find((one) => one.id === presetId);
  await chat.tune({
    folderId: id,
    ...(isThere ? { modelId } : {}),
    ...(preset ? { systemPrompt: preset.systemPrompt, sampling: preset.sampling } : {}),
  });
  app.acts.composerFocusRequests += 1;
}
