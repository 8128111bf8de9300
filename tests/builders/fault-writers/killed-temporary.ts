/**
 * A process of its own that talks in a temporary conversation, with the text that its second argument gives, and is ended
 * without warning while it is answered; the first is the data folder.
 */
import type { GenerationEvent } from '#contract/chat-calls';
import { createApp } from '../../../src-main/core/app.ts';
import { createNodePorts } from '../../../src-main/shells/node-ports.ts';

const [, , dataFolder = '', text = ''] = process.argv;
const app = await createApp(createNodePorts({ shell: 'web', dataFolder }));
const { id: conversationId } = await app.ask('conversations.create', { temporary: true });
await app.ask('drafts.put', { conversationId, text });
await app.ask('conversations.update', { conversationId, title: text, systemPrompt: text });
app.listen((name, payload) => {
  if (name === 'generation.changed' && (payload as GenerationEvent).kind === 'text')
    process.kill(process.pid, 'SIGKILL');
});
await app.ask('chat.send', { conversationId, parentId: null, text });
