import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { GenerationEvent } from '#contract/chat-calls';
import type { Message } from '#contract/messages';
import type { App } from '../../../src-main/core/app.ts';
import { createNodePorts } from '../../../src-main/shells/node-ports.ts';
import { adapterFiles, randomFactors, writeAdapter } from '../../builders/adapter.ts';
import { createCheckedApp } from '../../builders/checked-app.ts';
import { guideModel } from '../../builders/guide-gguf.ts';
import { until } from '../../builders/states.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';

/** Long enough that its state is worth a file. */
const QUESTION =
  'Kuka olet, mitä osaat, ja mistä voin lukea lisää siitä, miten malleja tuodaan ja muunnetaan Sarvessa?';

async function say(app: App, conversationId: string, parentId: string | null, text: string): Promise<Message> {
  const ended = Promise.withResolvers<Message>();
  const stopListening = app.listen((name, payload) => {
    if (name !== 'generation.changed') return;
    const event = payload as GenerationEvent;
    if (event.kind === 'finished' || event.kind === 'failed') ended.resolve(event.message);
  });
  await app.ask('chat.send', { conversationId, parentId, text });
  const message = await ended.promise;
  stopListening();
  expect(message.error).toBeNull();
  return message;
}

/** The tokens that the KV cache holds after an answer: all, but for the last one of an answer that was cut. */
const held = ({ generation, stopReason }: Message): number =>
  (generation?.freshTokens ?? 0) +
  (generation?.cachedTokens ?? 0) +
  (generation?.generatedTokens ?? 0) -
  (stopReason === 'max-tokens' ? 1 : 0);

test('two conversations, one with an adapter, answer differently and find what they have read after each other', async () => {
  const data = await temporaryFolder();
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder: data }));
  onTestFinished(() => app.dispose());
  const states = async (): Promise<number> =>
    (await readdir(join(data, 'states')).catch(() => [])).filter((name) => name.endsWith('.json')).length;
  const { path } = await guideModel();
  const { modelId } = await app.importModel(
    { source: { kind: 'path', path } },
    { signal: new AbortController().signal, onProgress: () => {} },
  );
  await app.ask('settings.update', {
    sampling: { temperature: 0, maxTokens: 24 },
    stateBudgetBytes: 1e9,
    parallelAnswers: 1,
  });
  const factors = randomFactors(
    [
      ['model.layers.2.self_attn.v_proj', 128, 256],
      ['model.layers.2.mlp.up_proj', 768, 256],
      ['model.layers.3.mlp.down_proj', 256, 768],
    ],
    4,
  );
  const peft = await writeAdapter(join(await temporaryFolder(), 'Runot'), adapterFiles(factors, { alpha: 64 }));
  const adapter = await app.ask('adapters.import', { path: peft, modelId: modelId ?? '' });
  const plain = await app.ask('conversations.create', {});
  const { id: adapted } = await app.ask('conversations.create', {});
  const { adapters } = await app.ask('conversations.update', {
    conversationId: adapted,
    adapters: [{ adapterId: adapter.id, scale: 4 }],
  });
  expect(adapters).toEqual([{ adapterId: adapter.id, name: adapter.name, scale: 4 }]);

  const first = await say(app, plain.id, null, QUESTION);
  await until(async () => (await states()) === 1);
  const second = await say(app, adapted, null, QUESTION);
  await until(async () => (await states()) === 2);
  expect(second.text).not.toBe(first.text);
  // Nothing that was read without the adapter is of use with it.
  expect(second.generation).toMatchObject({ cachedTokens: 0, adapters });
  expect(first.generation).not.toHaveProperty('adapters');

  const third = await say(app, plain.id, first.id, 'Who are you?');
  expect(third.generation?.cachedTokens).toBe(held(first));
  const fourth = await say(app, adapted, second.id, 'Who are you?');
  // What such an adapter makes of words need not come back as the same tokens; the question does.
  expect(fourth.generation?.cachedTokens).toBeGreaterThanOrEqual(second.generation?.freshTokens ?? Infinity);

  // Another scale is another model.
  await app.ask('conversations.update', { conversationId: adapted, adapters: [{ adapterId: adapter.id, scale: 0 }] });
  const unscaled = await say(app, adapted, null, QUESTION);
  expect(unscaled.text).toBe(first.text);

  await app.ask('adapters.remove', { adapterId: adapter.id });
  const before = await app.ask('conversations.open', { conversationId: adapted });
  expect(before.conversation.adapters).toMatchObject([{ name: adapter.name }]);
  await expect(
    app.ask('chat.send', { conversationId: adapted, parentId: unscaled.id, text: 'Hei' }),
  ).rejects.toMatchObject({ code: 'adapter-unknown', details: { name: adapter.name } });
  expect(await app.ask('conversations.open', { conversationId: adapted })).toEqual(before);
  await app.ask('conversations.update', { conversationId: adapted, adapters: [] });
  expect((await say(app, adapted, null, QUESTION)).text).toBe(first.text);
});
