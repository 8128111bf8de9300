import type { Aside } from '#contract/asides';
import type { ErrorReport } from '#contract/errors';
import type { GenerationRecord } from '#contract/generation-record';
import { because } from '#contract/reasons';
import { MOST_MODEL_NAME_LENGTH, MOST_SYSTEM_PROMPT_LENGTH, MOST_TAGS_EACH, MOST_TITLE_LENGTH } from '../bounds.ts';
import { clean } from '../clean.ts';
import { MOST_ASIDES, MOST_MESSAGE_LENGTH, MOST_RECORD_LENGTH } from './bounds.ts';
import { type ImportedMessage, type ReadConversation, refused } from './imported-conversation.ts';
import type { Repairs } from './repairs.ts';

/** The same limit as for folders and tags that the user creates. */
const MOST_NAME_LENGTH = 100;
const MOST_DETAILS = 20;
const MOST_DETAIL_LENGTH = 1000;

/**
 * The conversation with every field in a form that the history can store: valid UTF-8 of limited length.
 *
 * @throws SarviError `conversation-refused` for a message that is too long
 */
export function keepable(conversation: ReadConversation, repairs: Repairs): ReadConversation {
  const { title, systemPrompt, folder, modelName, messages } = conversation;
  // Sarvi's own conversations are restored exactly.
  const kept = conversation.format === 'sarvi' ? clean : inert;
  if (systemPrompt.length > MOST_SYSTEM_PROMPT_LENGTH) {
    repairs.note(because('system-prompt-too-long', { most: MOST_SYSTEM_PROMPT_LENGTH }));
  }
  return {
    ...conversation,
    title: oneLine(title, MOST_TITLE_LENGTH),
    systemPrompt: kept(systemPrompt.slice(0, MOST_SYSTEM_PROMPT_LENGTH)),
    ...(modelName !== undefined && {
      modelName: modelName === null ? null : oneLine(modelName, MOST_MODEL_NAME_LENGTH),
    }),
    folder: folder === null ? null : oneLine(folder, MOST_NAME_LENGTH) || null,
    tags: tagsOf(conversation, repairs),
    messages: messages.map((message) => keepableMessage(message, kept)),
  };
}

function tagsOf({ tags }: ReadConversation, repairs: Repairs): ReadConversation['tags'] {
  if (tags.length > MOST_TAGS_EACH) repairs.note(because('too-many-tags', { most: MOST_TAGS_EACH }));
  return tags
    .slice(0, MOST_TAGS_EACH)
    .map(({ name, colour }) => ({ name: oneLine(name, MOST_NAME_LENGTH), colour }))
    .filter(({ name }) => name !== '');
}

function keepableMessage(message: ImportedMessage, kept: (text: string) => string): ImportedMessage {
  const { text, asides, error, generation } = message;
  const asidesLength = (asides ?? []).reduce((sum, aside) => sum + JSON.stringify(aside).length, 0);
  if (text.length + asidesLength > MOST_MESSAGE_LENGTH) {
    throw refused(because('message-too-long', { most: MOST_MESSAGE_LENGTH }));
  }
  return {
    ...message,
    text: kept(text),
    ...(asides && { asides: asides.slice(0, MOST_ASIDES).map((aside) => keepableAside(aside, kept)) }),
    ...(error && { error: boundedError(error) }),
    ...(generation && { generation: boundedRecord(generation) }),
  };
}

function keepableAside(aside: Aside, kept: (text: string) => string): Aside {
  if (aside.kind === 'thinking') return { kind: 'thinking', text: kept(aside.text) };
  return {
    kind: 'tool',
    name: oneLine(aside.name, MOST_MODEL_NAME_LENGTH),
    input: kept(aside.input),
    output: kept(aside.output),
  };
}

function boundedError({ code, details, message }: ErrorReport): ErrorReport {
  const few = Object.entries(details)
    .slice(0, MOST_DETAILS)
    .map(([name, value]) => [cut(name), typeof value === 'string' ? cut(value) : value] as const);
  return { code, details: Object.fromEntries(few), message: cut(message) };
}

function boundedRecord(record: GenerationRecord): GenerationRecord {
  const { choices, adapters, ...rest } = record;
  const bounded: GenerationRecord = {
    ...rest,
    modelName: record.modelName.slice(0, MOST_MODEL_NAME_LENGTH),
    backend: record.backend.slice(0, MOST_MODEL_NAME_LENGTH),
    ...(adapters && { adapters: adapters.slice(0, MOST_DETAILS) }),
  };
  // Without the probabilities of tokens, the record is still useful.
  return choices === undefined || JSON.stringify(choices).length > MOST_RECORD_LENGTH
    ? bounded
    : { ...bounded, choices };
}

function cut(text: string): string {
  return text.slice(0, MOST_DETAIL_LENGTH).toWellFormed();
}

/** Replaces lone surrogates, which UTF-8 cannot store, and NUL, which ends texts for many readers, by U+FFFD. */
function inert(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

/** At most this long, in one line; text far beyond the end is not examined. */
function oneLine(text: string, mostLength: number): string {
  return text
    .slice(0, 10 * mostLength)
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, mostLength)
    .toWellFormed()
    .trim();
}
