/**
 * Streams one answer after the other as the chat does, a word every few milliseconds, until it is killed. Arguments: the
 * data folder.
 */
import type { Message } from '#contract/messages';
import { setTimeout } from 'node:timers/promises';
import type { Aside } from '#contract/asides';
import { AnswerText } from '../../../src-main/core/chat/answer-text.ts';
import { History } from '../../../src-main/core/history/history.ts';
import { historyPorts } from '../history-ports.ts';
import { report } from './report.ts';

const WORD_MS = 5;
const WORDS = 400;
/** So many of them are thought, and not yet the answer. */
const THOUGHTS = 150;

const history = await History.open(historyPorts(process.argv[2] ?? '', Date.now));
const { id: conversationId } = await history.ask('createConversation', { modelName: null });
let parentId: string | null = null;
for (;;) {
  const text = 'Jatka';
  const question: Message = await history.ask('addMessage', {
    conversationId,
    parentId,
    role: 'user',
    text,
    streaming: false,
  });
  const place = { conversationId, parentId: question.id };
  const { id: messageId } = await history.ask('addMessage', { ...place, role: 'assistant', text: '', streaming: true });
  const answer = new AnswerText({
    flush: () => {},
    save: async ({ thinking, text }) => {
      const length = thinking.length + text.length;
      report({ kind: 'saving', messageId, length });
      await history.ask('saveStreamedText', { messageId, text, asides: asidesOf(thinking) });
      report({ kind: 'saved', messageId, length });
    },
  });
  report({ kind: 'working' });
  for (let word = 0; word < WORDS; word += 1) {
    const piece = `sana${word} `;
    answer.append(word < THOUGHTS ? { thinking: piece, text: '' } : { thinking: '', text: piece });
    const { thinking, text } = answer.said;
    report({ kind: 'grown', messageId, length: thinking.length + text.length });
    await setTimeout(WORD_MS);
  }
  await answer.end();
  const asides = asidesOf(answer.said.thinking);
  const { text: said } = answer.said;
  const end = { text: said, asides, stopReason: 'end-of-generation', error: null, generation: null } as const;
  parentId = (await history.ask('finishMessage', { messageId, ...end })).id;
}

function asidesOf(thinking: string): Aside[] {
  return thinking === '' ? [] : [{ kind: 'thinking', text: thinking }];
}
