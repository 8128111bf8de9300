import { tick } from 'svelte';
import type { ComparisonId, ConversationId, EvaluationId, MessageId } from '#contract/primitives';
import { PAGES, type PageName } from './pages.ts';
import { SETTINGS_SECTIONS, type SettingsSection } from './settings-sections.ts';

export type Place =
  | { readonly page: 'chat'; readonly conversationId: ConversationId | null; readonly messageId: MessageId | null }
  | { readonly page: 'settings'; readonly section?: SettingsSection }
  | { readonly page: 'compare'; readonly comparisonId?: ComparisonId; readonly view?: ComparisonView }
  /** Of an answer, or of a text that is given on the page. */
  | { readonly page: 'difference'; readonly answer?: AnswerPlace }
  /** One run, or all results. */
  | { readonly page: 'evaluation'; readonly evaluationId?: EvaluationId }
  | { readonly page: 'training-data'; readonly datasetId?: string }
  /** The library, or a comparison of one of its models with its parent. */
  | { readonly page: 'models'; readonly comparisonId?: EvaluationId }
  | { readonly page: Exclude<PageName, PageWithMore> };

type PageWithMore = 'settings' | 'compare' | 'difference' | 'evaluation' | 'training-data' | 'models';

/** What is seen of a comparison; its answers, unless one of these is named. */
const COMPARISON_VIEWS = ['vote', 'results'] as const;
export type ComparisonView = (typeof COMPARISON_VIEWS)[number];

export interface AnswerPlace {
  readonly conversationId: ConversationId;
  readonly messageId: MessageId;
}

const NEW_CHAT: Place = { page: 'chat', conversationId: null, messageId: null };

/** The user's place, stored in the address's hash, so that back, forward and reload work. */
export class NavigationState {
  place = $state.raw<Place>(readHash());
  /** Words to mark in the message that was opened; they are not part of the address. */
  words = $state.raw<readonly string[]>([]);
  /** Whether the outline of the open conversation is shown. */
  outlineShown = $state(false);
  /** Open as a drawer over the page; used only in narrow windows. */
  drawerOpen = $state(false);
  /** Shown next to the page; used only in wide windows. */
  sidebarShown = $state(true);

  constructor() {
    addEventListener('hashchange', () => {
      this.place = readHash();
    });
  }

  go(place: Place): void {
    this.drawerOpen = false;
    const hash = writeHash(place);
    this.place = place;
    if (location.hash !== hash) history.pushState(null, '', hash);
  }

  /** Like `go`, but replaces the present place in the browser's history. */
  replace(place: Place): void {
    this.place = place;
    history.replaceState(null, '', writeHash(place));
  }

  newChat(): void {
    this.go(NEW_CHAT);
  }

  openConversation(
    conversationId: ConversationId,
    messageId: MessageId | null = null,
    words: readonly string[] = [],
  ): void {
    this.words = words;
    const { place } = this;
    const again = place.page === 'chat' && messageId !== null && place.messageId === messageId;
    this.go({ page: 'chat', conversationId, messageId: again ? null : messageId });
    // A user who has scrolled away and opens the same message again wants to return to it.
    if (again) void tick().then(() => this.replace({ page: 'chat', conversationId, messageId }));
  }
}

function readHash(): Place {
  const [page, conversationId, messageId] = location.hash.replace(/^#\/?/, '').split('/');
  if (page === 'settings') {
    const section = SETTINGS_SECTIONS.find(({ name }) => name === conversationId);
    return section ? { page, section: section.name } : { page };
  }
  if (page === 'compare' && conversationId) {
    const view = COMPARISON_VIEWS.find((name) => name === messageId);
    return { page, comparisonId: conversationId, ...(view ? { view } : {}) };
  }
  if (page === 'difference' && conversationId && messageId) return { page, answer: { conversationId, messageId } };
  if (page === 'evaluation' && conversationId) return { page, evaluationId: conversationId };
  if (page === 'training-data' && conversationId) return { page, datasetId: conversationId };
  if (page === 'models' && conversationId) return { page, comparisonId: conversationId };
  const plain = PAGES.find(({ name }) => name === page);
  if (plain) return { page: plain.name };
  if (page === 'chat' && conversationId) return { page, conversationId, messageId: messageId ?? null };
  return NEW_CHAT;
}

function writeHash(place: Place): string {
  if (place.page === 'settings' && place.section) return `#/settings/${place.section}`;
  if (place.page === 'compare' && place.comparisonId) {
    return ['#', 'compare', place.comparisonId, ...(place.view ? [place.view] : [])].join('/');
  }
  if (place.page === 'difference' && place.answer) {
    return `#/difference/${place.answer.conversationId}/${place.answer.messageId}`;
  }
  if (place.page === 'evaluation' && place.evaluationId) return `#/evaluation/${place.evaluationId}`;
  if (place.page === 'training-data' && place.datasetId) return `#/training-data/${place.datasetId}`;
  if (place.page === 'models' && place.comparisonId) return `#/models/${place.comparisonId}`;
  if (place.page !== 'chat') return `#/${place.page}`;
  if (!place.conversationId) return '#/';
  return place.messageId ? `#/chat/${place.conversationId}/${place.messageId}` : `#/chat/${place.conversationId}`;
}
