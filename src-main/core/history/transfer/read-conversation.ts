import type { TransferFormat } from '#contract/transfers';
import { because } from '#contract/reasons';
import { MOST_ASIDES } from './bounds.ts';
import { isChatGpt, readChatGpt } from './formats/chatgpt.ts';
import { isJanThread, readJan } from './formats/jan.ts';
import { isLlamaWebUi, readLlamaWebUi } from './formats/llama-web-ui.ts';
import { isLmStudio, readLmStudio } from './formats/lm-studio.ts';
import { isOpenWebUi, readOpenWebUi } from './formats/open-webui.ts';
import { isSarvi, readSarvi } from './formats/sarvi.ts';
import { isMessagesLine, isShareGpt, readMessagesLine, readShareGpt } from './formats/share-gpt.ts';
import {
  type ImportedConversation,
  type ImportedMessage,
  type ReadConversation,
  refused,
} from './imported-conversation.ts';
import { keepable } from './keepable.ts';
import { liftSystemPrompt } from './lift-system-prompt.ts';
import { pairTools, partAsides } from './part-asides.ts';
import { type Fields, isFields } from './read-fields.ts';
import { Repairs } from './repairs.ts';

interface Format {
  readonly name: TransferFormat;
  readonly is: (value: Fields) => boolean;
  readonly read: (value: Fields, repairs: Repairs) => ReadConversation;
}

/** In this order, because later formats require less. */
const FORMATS: readonly Format[] = [
  { name: 'sarvi', is: isSarvi, read: readSarvi },
  { name: 'chatgpt', is: isChatGpt, read: readChatGpt },
  { name: 'open-webui', is: isOpenWebUi, read: readOpenWebUi },
  { name: 'llama-web-ui', is: isLlamaWebUi, read: readLlamaWebUi },
  { name: 'lm-studio', is: isLmStudio, read: readLmStudio },
  { name: 'jan', is: isJanThread, read: readJan },
  { name: 'share-gpt', is: isShareGpt, read: readShareGpt },
  { name: 'messages', is: isMessagesLine, read: readMessagesLine },
];

/** The format of a parsed conversation; null when it has none. */
export function formatOf(value: unknown): TransferFormat | null {
  return findFormat(value)?.name ?? null;
}

/**
 * Reads a conversation of any format from its JSON text, with every text in a form that the history can store.
 *
 * @throws SarviError `conversation-refused`
 */
export function readConversation(json: string): ImportedConversation {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw refused(because('not-json'));
  }
  const format = findFormat(value);
  if (!format || !isFields(value)) throw refused(because('unknown-format'));
  const repairs = new Repairs();
  const conversation = format.read(value, repairs);
  const isOwn = conversation.format === 'sarvi';
  const lifted = isOwn ? conversation : liftSystemPrompt(conversation);
  if (lifted.messages.length === 0 && !isOwn) throw refused(because('no-messages'));
  // Sarvi's own messages already have their asides, except those from versions before them.
  const messages = lifted.messages.map((message) => (isOwn && message.asides ? message : withAsides(message)));
  return { ...keepable({ ...lifted, messages }, repairs), repairs };
}

function findFormat(value: unknown): Format | undefined {
  return isFields(value) ? FORMATS.find(({ is }) => is(value)) : undefined;
}

function withAsides(message: ImportedMessage): ImportedMessage {
  if (message.role !== 'assistant') return message;
  const { asides, text } = partAsides(message.text);
  // Twice as many, since a call and its answer may be two.
  const all = pairTools([...(message.asides ?? []), ...asides].slice(0, 2 * MOST_ASIDES));
  return all.length === 0 ? { ...message, text } : { ...message, text, asides: all.slice(0, MOST_ASIDES) };
}
