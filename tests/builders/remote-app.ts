import { onTestFinished } from 'vitest';
import type { GenerationEvent } from '#contract/chat-calls';
import type { Message } from '#contract/messages';
import type { ListedRemote } from '#contract/remotes';
import type { App } from '../../src-main/core/app.ts';
import { createNodePorts } from '../../src-main/shells/node-ports.ts';
import { createCheckedApp } from './checked-app.ts';
import { serveKind, type RemoteServer } from './remote-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** An app on an empty data folder. */
export async function openEmptyApp(dataFolder?: string): Promise<App> {
  const folder = dataFolder ?? (await temporaryFolder());
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: folder }));
  onTestFinished(() => app.dispose());
  return app;
}

export async function serving(...asked: Parameters<typeof serveKind>): Promise<RemoteServer> {
  const server = await serveKind(...asked);
  onTestFinished(() => server.close());
  return server;
}

export function addRemote(app: App, address: string, more: object = {}): Promise<ListedRemote> {
  return app.ask('remotes.save', {
    name: 'Lab',
    address,
    caPath: null,
    usesProxy: false,
    contextTokens: null,
    ...more,
  });
}

/** A conversation with the first model of a remote engine, which the user lets read it. */
export async function talkTo(app: App, { models }: ListedRemote): Promise<string> {
  const modelId = models[0]?.id ?? '';
  const { id: conversationId } = await app.ask('conversations.create', { modelId });
  await app.ask('remotes.allow', { conversationId, modelId });
  return conversationId;
}

/** The message of the next answer that ends. */
export function nextEnd(app: App): Promise<Message> {
  return nextEvent(app, 'finished', 'failed').then((event) => (event as { message: Message }).message);
}

/** The next event of one of `kinds`. */
export function nextEvent(app: App, ...kinds: GenerationEvent['kind'][]): Promise<GenerationEvent> {
  return new Promise((resolve) => {
    const stop = app.listen((name, payload) => {
      const event = payload as GenerationEvent;
      if (name !== 'generation.changed' || !kinds.includes(event.kind)) return;
      stop();
      resolve(event);
    });
  });
}

/** Says something, and waits for the answer. */
export async function say(app: App, conversationId: string, text: string): Promise<Message> {
  const ended = nextEnd(app);
  await app.ask('chat.send', { conversationId, parentId: null, text, atEnd: true });
  return ended;
}
