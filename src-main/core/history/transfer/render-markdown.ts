import { EXPORT_WORDS, timeText, type ExportLanguage } from '#document/words';
import { branchOf } from './branch-of.ts';
import type { SarviConversation, SarviMessage } from './sarvi-conversation.ts';

/** The open branch, or these messages, to be read: a heading for each message, its text as it is. */
export function renderMarkdown(
  conversation: SarviConversation,
  language: ExportLanguage,
  messageIds?: readonly string[],
): string {
  const words = EXPORT_WORDS[language];
  const chosen = messageIds && conversation.messages.filter(({ id }) => messageIds.includes(id));
  if (chosen?.length === 1) return `${chosen[0]?.text.trimEnd() ?? ''}\n`;
  const facts = [
    conversation.createdAt === null ? '' : `${words.begun} ${timeText(conversation.createdAt)}`,
    conversation.modelName ?? '',
    ...conversation.tags.map(({ name }) => name),
  ].filter((fact) => fact !== '');
  const sections = (chosen ?? branchOf(conversation, conversation.activeMessageId))
    .filter(({ text }) => text !== '')
    .map((message) => `## ${heading(message, words)}\n\n${message.text.trimEnd()}\n`);
  const system =
    conversation.systemPrompt === '' || chosen
      ? []
      : [`## ${words.system}\n\n${conversation.systemPrompt.trimEnd()}\n`];
  const title = conversation.title === '' ? words.untitled : conversation.title;
  return [`# ${escaped(title)}\n`, `${facts.map(escaped).join(' · ')}\n`, ...system, ...sections].join('\n');
}

function heading({ role, createdAt, generation }: SarviMessage, words: (typeof EXPORT_WORDS)[ExportLanguage]): string {
  const speaker = role === 'assistant' ? (generation?.modelName ?? words.assistant) : words[role];
  return createdAt === null ? escaped(speaker) : `${escaped(speaker)} · ${timeText(createdAt)}`;
}

/** A name in a heading is words only, whatever marks of Markdown or HTML it holds. */
function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&');
}
