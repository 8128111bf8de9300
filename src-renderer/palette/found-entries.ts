import Columns2 from '@lucide/svelte/icons/columns-2';
import Boxes from '@lucide/svelte/icons/boxes';
import FileText from '@lucide/svelte/icons/file-text';
import Server from '@lucide/svelte/icons/server';
import MessageSquare from '@lucide/svelte/icons/message-square';
import TextQuote from '@lucide/svelte/icons/text-quote';
import type { Conversation } from '#contract/conversations';
import type { ComparisonId } from '#contract/primitives';
import type { FileHit, SearchHit } from '#contract/search-calls';
import type { AppState } from '../state/app.svelte.ts';
import type { Entry } from './entry.ts';

/** Models that this conversation, or the new one, can use. */
export function modelEntries(app: AppState): readonly Entry[] {
  const { t, formats } = app.language;
  const chosenBy = (modelId: string): Pick<Entry, 'chosen' | 'run'> => ({
    chosen: app.chat.modelId === modelId,
    run: () => void app.chat.tune({ modelId }).then((error) => app.report(error)),
  });
  const remote = app.remotes.models.map(({ id, name, engineName, host }) => ({
    ...{ key: `model ${id}`, label: name, note: t.remotes.group(engineName, host), icon: Server },
    ...chosenBy(id),
  }));
  const own = app.models.all.map((model) => ({
    key: `model ${model.id}`,
    label: model.name,
    note: model.available ? `${model.facts.fileType} · ${formats.bytes(model.facts.sizeBytes)}` : t.picker.missing,
    icon: Boxes,
    disabled: !model.available,
    ...chosenBy(model.id),
  }));
  return [...own, ...remote];
}

export function recentEntries(app: AppState, conversations: readonly Conversation[]): readonly Entry[] {
  return conversations.map(({ id, title, updatedAt }) => ({
    key: `conversation ${id}`,
    label: title || app.language.t.history.untitled,
    note: app.language.formats.day(updatedAt),
    icon: MessageSquare,
    run: () => app.navigation.openConversation(id),
  }));
}

/** Conversations found by title. */
export function titleEntries(app: AppState, hits: readonly SearchHit[]): readonly Entry[] {
  return hits
    .filter(({ messageId }) => messageId === null)
    .map((hit) => ({
      key: `conversation ${hit.conversationId}`,
      label: hit.conversationTitle || app.language.t.history.untitled,
      note: app.language.formats.day(hit.createdAt),
      snippet: hit.snippet,
      icon: hit.comparisonId === undefined ? MessageSquare : Columns2,
      run: () => openHit(app, hit),
    }));
}

/** Messages; each opens its exact place, on any branch. Of a comparison, which opens as a whole, only the best is listed. */
export function messageEntries(app: AppState, hits: readonly SearchHit[]): readonly Entry[] {
  const { t, formats } = app.language;
  const listed = new Set<ComparisonId>();
  return hits.flatMap((hit) => {
    const { messageId, comparisonId } = hit;
    if (messageId === null || (comparisonId !== undefined && listed.has(comparisonId))) return [];
    if (comparisonId !== undefined) listed.add(comparisonId);
    const who = hit.role === 'user' ? t.history.you : t.history.model;
    return {
      key: `message ${messageId}`,
      label: hit.conversationTitle || t.history.untitled,
      note: `${who} · ${formats.day(hit.createdAt)}`,
      snippet: hit.snippet,
      icon: comparisonId === undefined ? TextQuote : Columns2,
      run: () => openHit(app, hit),
    };
  });
}

/** Files of folders; each opens its folder's settings, where the files are. */
export function fileEntries(app: AppState, hits: readonly FileHit[]): readonly Entry[] {
  return hits.flatMap(({ fileId, folderId, folderName, name, snippet }) => {
    const folder = app.folders.all.find(({ id }) => id === folderId);
    if (!folder) return [];
    const open = (): void => {
      app.folders.setting = folder;
    };
    return { key: `file ${fileId}`, label: name, note: folderName, snippet, icon: FileText, run: open };
  });
}

/** A message of a comparison is shown where its answers stand side by side. */
function openHit(app: AppState, hit: SearchHit): void {
  const { conversationId, comparisonId, messageId } = hit;
  if (comparisonId !== undefined) app.navigation.go({ page: 'compare', comparisonId });
  else app.navigation.openConversation(conversationId, messageId, messageId === null ? [] : markedWords(hit));
}

/** The matching words of the message, as they are written in it. */
function markedWords({ snippet }: SearchHit): string[] {
  return [...new Set(snippet.filter(({ marked }) => marked).map(({ text }) => text))];
}
