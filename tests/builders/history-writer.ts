/**
 * A process that streams answers into a history until it is killed. After each save that the history has confirmed it
 * says so to its parent: `{ messageId, length }`. Arguments: the data folder.
 */
import { History } from '../../src-main/core/history/history.ts';
import { historyPorts } from './history-ports.ts';

const history = await History.open(historyPorts(process.argv[2] ?? '', Date.now));
const { id: conversationId } = await history.createConversation({});
let parentId: string | null = null;
for (;;) {
  const question = await history.addMessage({
    conversationId,
    parentId,
    role: 'user',
    text: 'Jatka',
    streaming: false,
  });
  const place = { conversationId, parentId: question.id };
  const answer = await history.addMessage({ ...place, role: 'assistant', text: '', streaming: true });
  let text = '';
  for (let saves = 0; saves < 20; saves += 1) {
    text += `sana${saves} `;
    await history.saveStreamedText(answer.id, text);
    process.send?.({ messageId: answer.id, length: text.length });
  }
  const end = { text, stopReason: 'end-of-generation', error: null, generation: null } as const;
  parentId = (await history.finishMessage(answer.id, end)).id;
}
