import { branchOf } from './branch-of.ts';
import type { SarviConversation, SarviMessage } from './sarvi-conversation.ts';

const WORDS = {
  en: { untitled: 'Untitled conversation', user: 'You', assistant: 'Model', system: 'Instructions', begun: 'Begun' },
  fi: { untitled: 'Nimetön keskustelu', user: 'Sinä', assistant: 'Malli', system: 'Ohjeet', begun: 'Aloitettu' },
} as const;
type MarkdownLanguage = keyof typeof WORDS;

/** The open branch to be read: a heading for each message, its text as it is. */
export function renderMarkdown(conversation: SarviConversation, language: MarkdownLanguage): string {
  const words = WORDS[language];
  const facts = [
    conversation.createdAt === null ? '' : `${words.begun} ${timeText(conversation.createdAt)}`,
    conversation.modelName ?? '',
    ...conversation.tags.map(({ name }) => name),
  ].filter((fact) => fact !== '');
  const sections = branchOf(conversation, conversation.activeMessageId)
    .filter(({ text }) => text !== '')
    .map((message) => `## ${heading(message, words)}\n\n${message.text.trimEnd()}\n`);
  const system =
    conversation.systemPrompt === '' ? [] : [`## ${words.system}\n\n${conversation.systemPrompt.trimEnd()}\n`];
  const title = conversation.title === '' ? words.untitled : conversation.title;
  return [`# ${escaped(title)}\n`, `${facts.map(escaped).join(' · ')}\n`, ...system, ...sections].join('\n');
}

function heading({ role, createdAt, generation }: SarviMessage, words: (typeof WORDS)[MarkdownLanguage]): string {
  const speaker = role === 'assistant' ? (generation?.modelName ?? words.assistant) : words[role];
  return createdAt === null ? escaped(speaker) : `${escaped(speaker)} · ${timeText(createdAt)}`;
}

/** `2026-01-31 18.05` in the time of this machine. */
function timeText(ms: number): string {
  const time = new Date(ms);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** A name in a heading is words only, whatever marks of Markdown or HTML it holds. */
function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&');
}
