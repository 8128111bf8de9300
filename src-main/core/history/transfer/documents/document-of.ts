import type { Document, Part, Section } from '#document/model';
import { readMessage } from '#document/read/read-message';
import { EXPORT_WORDS, timeText, type ExportLanguage } from '#document/words';
import { branchOf } from '../branch-of.ts';
import type { SarviConversation, SarviMessage } from '../sarvi-conversation.ts';

export interface DocumentContent {
  readonly language: ExportLanguage;
  /** Of one conversation: only these messages. */
  readonly messageIds?: readonly string[] | undefined;
  readonly nowMs: number;
}

/**
 * Conversations as a document: the open branch of each, as the page shows it. Thinking and tool calls stay out, as in
 * the export to Markdown.
 */
export function documentOf(conversations: readonly SarviConversation[], content: DocumentContent): Document {
  const parts = conversations.map((conversation) => partOf(conversation, content));
  const title = parts.length === 1 ? (parts[0]?.title ?? '') : 'Sarvi';
  return { title, language: content.language, createdMs: content.nowMs, parts };
}

function partOf(conversation: SarviConversation, { language, messageIds }: DocumentContent): Part {
  const words = EXPORT_WORDS[language];
  const title = conversation.title === '' ? words.untitled : conversation.title;
  const chosen = messageIds && conversation.messages.filter(({ id }) => messageIds.includes(id));
  const only = chosen?.length === 1 ? chosen[0] : undefined;
  if (only) {
    const { speaker, time } = headingOf(only, language);
    const facts = [speaker, time].filter((fact) => fact !== '').join(' · ');
    return { title, facts, sections: [sectionOf(only, null)] };
  }
  const messages = chosen ?? branchOf(conversation, conversation.activeMessageId);
  const facts = [
    conversation.createdAt === null ? '' : `${words.begun} ${timeText(conversation.createdAt)}`,
    conversation.modelName ?? '',
    ...conversation.tags.map(({ name }) => name),
  ].filter((fact) => fact !== '');
  const { systemPrompt } = conversation;
  const instructions: Section = {
    heading: { speaker: words.system, time: '' },
    ...readMessage({ role: 'system', text: systemPrompt, isFormed: false }),
  };
  const sections = messages
    .filter(({ text }) => text !== '')
    .map((message) => sectionOf(message, headingOf(message, language)));
  return {
    title,
    facts: facts.join(' · '),
    sections: [...(systemPrompt === '' || chosen ? [] : [instructions]), ...sections],
  };
}

function sectionOf({ role, text, generation }: SarviMessage, heading: Section['heading']): Section {
  return { heading, ...readMessage({ role, text, isFormed: generation?.sampling.grammar !== undefined }) };
}

function headingOf(
  { role, createdAt, generation }: SarviMessage,
  language: ExportLanguage,
): NonNullable<Section['heading']> {
  const words = EXPORT_WORDS[language];
  const speaker = role === 'assistant' ? (generation?.modelName ?? words.assistant) : words[role];
  return { speaker, time: createdAt === null ? '' : timeText(createdAt) };
}
