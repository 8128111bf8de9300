import type { Said } from '#contract/datasets';

/** The form in which prompts are compared: letters and digits only, so that spaces, case and full stops do not count. */
export function normalizePrompt(prompt: readonly Said[]): string {
  return prompt
    .filter(({ role }) => role !== 'system')
    .map(({ role, content }) => `${role} ${plain(content)}`)
    .join('\n');
}

/** The user's first question; two conversations that begin with it are about the same. */
export function firstQuestion(prompt: readonly Said[]): string {
  return plain(prompt.find(({ role }) => role === 'user')?.content ?? '');
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}
