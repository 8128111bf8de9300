/**
 * Does what a user does to conversations, at random and as fast as it goes, until it is killed: branches anywhere,
 * switches between them, new titles, the trash and back. Arguments: the data folder, a seed.
 */
import { History } from '../../../src-main/core/history/history.ts';
import { historyPorts } from '../history-ports.ts';
import { pick, randomOf } from '../random.ts';
import { report } from './report.ts';

const random = randomOf(Number(process.argv[3]));
const history = await History.open(historyPorts(process.argv[2] ?? '', Date.now));
const { id: conversationId } = await history.ask('createConversation', { modelName: null });
const folder = await history.ask('folders.create', { name: `Kansio ${process.argv[3]}` });
const messageIds: string[] = [];
report({ kind: 'working' });
for (let step = 0; ; step += 1) {
  const roll = random();
  if (messageIds.length === 0 || roll < 0.5) {
    const parentId = messageIds.length === 0 || random() < 0.05 ? null : pick(random, messageIds);
    const text = `Viesti ${step} metsästä ja talosta`;
    const role = step % 2 === 0 ? 'user' : 'assistant';
    const { id } = await history.ask('addMessage', { conversationId, parentId, role, text, streaming: false });
    messageIds.push(id);
    report({ kind: 'added', messageId: id, parentId, text });
  } else if (roll < 0.65) {
    await history.ask('conversations.selectBranch', { conversationId, messageId: pick(random, messageIds) });
  } else if (roll < 0.8) {
    const title = `Otsikko ${step}`;
    const folderId = random() < 0.5 ? folder.id : null;
    await history.ask('updateConversation', { conversationId, title, folderId, modelName: null });
  } else if (roll < 0.9) {
    await history.ask('drafts.put', { conversationId, text: `luonnos ${step}` });
  } else {
    const other = await history.ask('createConversation', { modelName: null });
    await history.ask('addMessage', {
      conversationId: other.id,
      parentId: null,
      role: 'user',
      text: 'Pois',
      streaming: false,
    });
    await history.ask('conversations.remove', { conversationId: other.id });
    if (random() < 0.5) await history.ask('trash.delete', { conversationIds: [other.id] });
  }
}
