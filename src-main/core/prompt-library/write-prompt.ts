import type { PromptContent } from '#contract/prompt-library';

/** Would read as something else, here or in a program that reads YAML. */
const NEEDS_QUOTES = /^["'#\-[{&*!|>%@`?]|: |:$| #/;

/** The file of a prompt; `parsePrompt` reads the same of it. @param others - lines that other programs have put there */
export function writePrompt(content: PromptContent, others: readonly string[]): string {
  const { title, about, group, fields, body } = content;
  const described = fields.map(({ name, kind, label, choices }) => {
    const parts = [kind, label, kind === 'choice' ? choices.join('; ') : ''];
    while (parts.at(-1) === '') parts.pop();
    return `  ${name}: ${parts.join(' | ')}`;
  });
  const lines = [
    `title: ${quoted(title)}`,
    ...(about === '' ? [] : [`about: ${quoted(about)}`]),
    ...(group === '' ? [] : [`group: ${quoted(group)}`]),
    ...others,
    ...(described.length === 0 ? [] : ['fields:', ...described]),
  ];
  return `---\n${lines.join('\n')}\n---\n\n${body}\n`;
}

function quoted(value: string): string {
  return NEEDS_QUOTES.test(value) ? JSON.stringify(value) : value;
}
