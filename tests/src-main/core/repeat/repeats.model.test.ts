import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallInput, CallOutput, EventPayload } from '#contract/contract';
import type { Message } from '#contract/messages';
import type { Repeat } from '#contract/repeats';
import type { Sampling } from '#contract/sampling';
import type { App } from '../../../../src-main/core/app.ts';
import { createNodePorts } from '../../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../../../builders/checked-app.ts';

const QUESTIONS = [
  'Kuka olet?',
  'What is Poro 2?',
  'Kerro Suomesta jotakin pitkästi ja tarkasti.',
  'Hi',
  'Mikä on Sarvi?',
];

let app: App;
let folder = '';
let modelId = '';

// One app for all: the first test needs a model that was not asked before.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sarvi-repeats-'));
  app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: folder }));
  const watch = { signal: new AbortController().signal, onProgress: () => undefined };
  modelId = (await app.importModel({ source: { kind: 'guide' } }, watch)).modelId ?? '';
});
afterAll(async () => {
  await app.dispose();
  await rm(folder, { recursive: true, force: true });
});

async function converse(sampling: Sampling): Promise<string> {
  const { id: conversationId } = await app.ask('conversations.create', { modelId });
  await app.ask('conversations.update', { conversationId, sampling });
  return conversationId;
}

/** Resolves when what `begin` starts has ended. */
function ended<Name extends 'generation.changed' | 'repeats.changed'>(
  name: Name,
  isEnd: (event: EventPayload<Name>) => boolean,
): Promise<EventPayload<Name>> {
  return new Promise((resolve) => {
    const stop = app.listen((heard: string, payload) => {
      if (heard !== name || !isEnd(payload as EventPayload<Name>)) return;
      stop();
      resolve(payload as EventPayload<Name>);
    });
  });
}

async function answer(conversationId: string, text: string, parentId: string | null): Promise<Message> {
  const over = ended('generation.changed', (event) => {
    return event.conversationId === conversationId && (event.kind === 'finished' || event.kind === 'failed');
  });
  await app.ask('chat.send', { conversationId, parentId, text });
  const event = await over;
  if (event.kind !== 'finished') throw new Error(JSON.stringify(event));
  return event.message;
}

async function repeat({ conversationId, id: messageId }: Message): Promise<Repeat> {
  const over = ended('repeats.changed', (job) => job.messageId === messageId && job.state !== 'running');
  const { id: jobId } = await app.ask('repeats.start', { conversationId, messageId });
  const job = await over;
  if (job.state !== 'finished') throw new Error(JSON.stringify(job));
  return app.ask('repeats.result', { jobId });
}

test('what an answer depends on is recorded, and what has changed since is named', async () => {
  const conversationId = await converse({ temperature: 1, maxTokens: 12 });
  // The first one after a load is alone and has nothing in the cache, without being asked.
  const first = await answer(conversationId, 'Kuka olet?', null);
  expect(first.generation).toMatchObject({
    cachedTokens: 0,
    setup: {
      modelChecksum: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      llamaCpp: expect.stringMatching(/llama\.cpp/) as string,
      templateSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      promptSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      alone: true,
    },
  });
  expect(await repeat(first)).toMatchObject({ verdict: 'same', difference: null, doubts: [], isPart: false });
  const second = await answer(conversationId, 'Entä Poro?', first.id);
  expect((await repeat(second)).doubts).toEqual(['cached']);
  await app.ask('conversations.update', { conversationId, systemPrompt: 'Vastaa lyhyesti.' });
  expect((await repeat(first)).doubts).toEqual(['prompt']);

  const receipt = await app.ask('repeats.receipt', { conversationId, messageId: first.id });
  expect(JSON.parse(receipt.text)).toMatchObject({
    format: 'sarvi-receipt',
    seed: first.generation?.seed,
    ran: { alone: true, withEmptyCache: true, withoutGuesses: true, continued: 0 },
    repeat: null,
  });
  expect(receipt.text).not.toContain('Kuka');
  if (first.text.length > 20) expect(receipt.text).not.toContain(first.text);
});

test('fifty answers that were to be repeatable come out the same, all fifty', async () => {
  const same: boolean[] = [];
  for (let talk = 0; talk < 10; talk += 1) {
    const sampling = { temperature: 1.5, topP: talk % 2 === 0 ? 1 : 0.9, maxTokens: 24, repeatable: true };
    const conversationId = await converse(sampling);
    let parentId: string | null = null;
    for (const question of QUESTIONS) {
      const message: Message = await answer(conversationId, question, parentId);
      parentId = message.id;
      expect(message.generation?.setup).toMatchObject({ alone: true });
      expect(message.generation?.cachedTokens).toBe(0);
      const { verdict, doubts } = await repeat(message);
      same.push(verdict === 'same' && doubts.length === 0);
    }
  }
  expect(same).toEqual(Array.from({ length: 50 }, () => true));
});

test('answers that were written at one time say so', async () => {
  const sampling = { temperature: 1, maxTokens: 60 };
  const talks = await Promise.all([converse(sampling), converse(sampling)]);
  const answers = await Promise.all(talks.map((id) => answer(id, 'Kerro pitkä tarina.', null)));
  const alone = answers.map(({ generation }) => generation?.setup?.alone);
  // Where memory or chance has put them one after the other, both were alone.
  expect(new Set(alone).size).toBe(1);
  const together = await Promise.all(answers.map((message) => repeat(message)));
  for (const { doubts } of together) expect(doubts.includes('not-alone')).toBe(alone[0] === false);
});

test('what cannot be repeated is refused in words', async () => {
  const conversationId = await converse({ temperature: 1, maxTokens: 8 });
  const first = await answer(conversationId, 'Kuka olet?', null);
  const refused = async (input: CallInput<'repeats.start'>, code: string): Promise<void> => {
    await expect(app.ask('repeats.start', input)).rejects.toMatchObject({ code });
  };
  const edited: CallOutput<'chat.editAnswer'> = await app.ask('chat.editAnswer', {
    ...{ conversationId, messageId: first.id, text: 'Olen joku muu.' },
  });
  await refused({ conversationId, messageId: edited.message.id }, 'answer-not-repeatable');
  await refused({ conversationId, messageId: first.parentId ?? '' }, 'answer-not-repeatable');
  const other = await converse({});
  await refused({ conversationId: other, messageId: first.id }, 'message-unknown');
  await refused({ conversationId: 'none', messageId: first.id }, 'conversation-unknown');
  await app.ask('models.remove', { modelId });
  await refused({ conversationId, messageId: first.id }, 'model-unknown');
});
