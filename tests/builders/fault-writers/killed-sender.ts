/**
 * A process of its own that sends a message, and is ended without warning at the moment that its second argument names;
 * the first is the data folder.
 */
import { createApp } from '../../../src-main/core/app.ts';
import { createNodePorts } from '../../../src-main/shells/node-ports.ts';

const [, , dataFolder = '', moment = ''] = process.argv;
const reach = (reached: string): void => {
  if (reached === moment) process.kill(process.pid, 'SIGKILL');
};

let isSending = false;
const ports = createNodePorts({ shell: 'web', dataFolder });
const app = await createApp({
  ...ports,
  spawn: (...args) => {
    if (isSending) reach('a process starts');
    return ports.spawn(...args);
  },
});
app.listen((name) => {
  if (name === 'generation.changed') reach('the page hears of the answer');
});
// Backends are tried in processes, too.
await app.ask('engine.backends', {});
const { id: conversationId } = await app.ask('conversations.create', {});
isSending = true;
await app.ask('chat.send', { conversationId, parentId: null, text: 'Muista tämä.' });
reach('it is sent');
