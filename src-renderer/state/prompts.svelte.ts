import type { Bridge } from '#contract/contract';
import type { ErrorReport } from '#contract/errors';
import type { ListedPrompt, ListedVersion, PromptLanguage } from '#contract/prompt-library';

export interface PromptPlace {
  readonly promptId: string;
  readonly language: PromptLanguage;
}

export interface PromptFilling extends PromptPlace {
  /** The words by which the menu of the composer found it. */
  readonly found?: string;
}

/** The prompt library; read when its page or the menu of the composer is first opened. */
export class PromptsState {
  readonly #bridge: Bridge;
  readonly #language: () => 'fi' | 'en';
  #all = $state.raw<readonly ListedPrompt[]>([]);
  /** By the titles that are shown. */
  readonly all = $derived.by(() => {
    const byTitle = new Intl.Collator(this.#language());
    return [...this.#all].sort((a, b) => byTitle.compare(this.versionOf(a).title, this.versionOf(b).title));
  });
  folder = $state('');
  unread = $state(0);
  loaded = $state(false);
  loadError = $state.raw<ErrorReport | null>(null);
  /** The prompt whose form is open. */
  filling = $state.raw<PromptFilling | null>(null);

  constructor(bridge: Bridge, language: () => 'fi' | 'en') {
    this.#bridge = bridge;
    this.#language = language;
    bridge.listen('promptlibrary.changed', () => {
      if (this.loaded) void this.load();
    });
  }

  async load(): Promise<void> {
    const result = await this.#bridge.call('promptlibrary.list', {});
    this.loadError = result.ok ? null : result.error;
    if (!result.ok) return;
    this.loaded = true;
    this.#all = result.value.prompts;
    this.folder = result.value.folder;
    this.unread = result.value.unread;
  }

  /** The version in the user's language, else the one for any, else the first. */
  versionOf({ versions }: ListedPrompt): ListedVersion {
    const inLanguage = (wanted: PromptLanguage) => versions.find(({ language }) => language === wanted);
    const version = inLanguage(this.#language()) ?? inLanguage(null) ?? versions[0];
    if (!version) throw new Error('a prompt without a version');
    return version;
  }

  /** The prompts with all of these words, or beginnings of words, in one of their languages. */
  find(typed: string): readonly ListedPrompt[] {
    const words = plain(typed).split(/\s+/).filter(Boolean);
    return this.all.filter(({ versions }) =>
      versions.some(({ title, about, group }) => {
        const known = ` ${plain(`${title} ${about} ${group}`)}`;
        return words.every((word) => known.includes(` ${word}`));
      }),
    );
  }
}

function plain(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]+/gu, ' ');
}
