/** Answers of a core with a prompt library, for tests of its page and its menu. */
import { SarviError } from '#contract/errors';
import type { PromptContent, PromptLanguage } from '#contract/prompt-library';
import type { FakeCore } from './fake-core/fake-core.ts';

interface FakePrompt {
  readonly id: string;
  readonly language: PromptLanguage;
  readonly origin?: 'user' | 'changed' | 'sarvi';
  readonly content: PromptContent;
}

export function buildPrompt(id: string, language: PromptLanguage, fields: Partial<PromptContent> = {}): FakePrompt {
  const content = { title: id, about: '', group: 'Omat', fields: [], body: `Teksti ${id}`, ...fields };
  return { id, language, content };
}

export function fakePrompts(seed: readonly FakePrompt[]): NonNullable<FakeCore['more']> {
  let all = [...seed];
  const find = (promptId: string, language: PromptLanguage): FakePrompt => {
    const found = all.find((one) => one.id === promptId && one.language === language);
    if (!found) throw new SarviError('prompt-unknown', { name: promptId });
    return found;
  };
  return (handlers) => ({
    ...handlers,
    'promptlibrary.list': () => ({
      prompts: [...new Set(all.map(({ id }) => id))].map((id) => ({
        id,
        versions: all
          .filter((one) => one.id === id)
          .map(({ language, origin = 'user', content: { title, about, group } }) => ({
            ...{ language, title, about, group, origin, faults: [] },
          })),
      })),
      folder: '/home/user/sarvi/prompts',
      unread: 0,
    }),
    'promptlibrary.open': ({ promptId, language }) => ({
      content: find(promptId, language).content,
      faults: [],
      digest: find(promptId, language).origin === 'sarvi' ? null : 'a'.repeat(32),
    }),
    'promptlibrary.source': ({ promptId, language }) => ({
      name: `${promptId}.md`,
      text: find(promptId, language).content.body,
    }),
    'promptlibrary.save': ({ promptId, language, content }) => {
      const id = promptId ?? content.title;
      all = [...all.filter((one) => one.id !== id || one.language !== language), { id, language, content }];
      return { promptId: id };
    },
    'promptlibrary.remove': ({ promptId, language }) => {
      all = all.filter((one) => one !== find(promptId, language));
      return null;
    },
    'promptlibrary.import': ({ files }) => {
      all = [...all, ...files.map(({ name, text }) => buildPrompt(name.replace(/\.md$/, ''), null, { body: text }))];
      return { added: files.length, alreadyThere: 0, refused: [] };
    },
    'promptlibrary.export': ({ path }) => ({ path, files: all.length, leftOut: 0 }),
  });
}
