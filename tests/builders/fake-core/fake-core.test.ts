import { expect, test, onTestFinished, vi } from 'vitest';
import type { CallInput, CallName, CallOutput } from '#contract/contract';
import type { App } from '../../../src-main/core/app.ts';
import { createNodePorts } from '../../../src-main/shells/node-ports.ts';
import { createCheckedApp } from '../checked-app.ts';
import { FakeBridge } from '../fake-bridge.ts';
import { openHistory } from '../history.ts';
import { pick, randomOf, type Random } from '../random.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** Ids of one side under names that both sides share. */
class Names {
  readonly #names = new Map<string, string>();
  readonly #ids = new Map<string, string>();

  note(id: string, name: string): void {
    this.#names.set(id, name);
    this.#ids.set(name, id);
  }

  /** A value with the ids in place of their names. */
  toIds<Value>(value: Value): Value {
    return replaced(value, (text) => this.#ids.get(text) ?? text) as Value;
  }

  /** A value with names in place of the ids, and without what no two runs have in common. */
  toNames(value: unknown): unknown {
    return replaced(value, (text) => this.#names.get(text) ?? text);
  }
}

const TIMES = ['createdAt', 'updatedAt', 'deletedAt', 'removedAt', 'bookmarkedAt'];

function replaced(value: unknown, text: (value: string) => string): unknown {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map((one) => replaced(one, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      TIMES.includes(key) && typeof inner === 'number' ? 'a time' : replaced(inner, text),
    ]),
  );
}

/** The real core and the fake one with the same two conversations. */
async function startBoth(): Promise<{ app: App; bridge: FakeBridge; names: readonly [Names, Names]; known: Known }> {
  const dataFolder = await temporaryFolder();
  const history = await openHistory(dataFolder);
  const known: Known = { conversations: ['c1', 'c2'], messages: [], folders: [], tags: [], removals: [] };
  const names = [new Names(), new Names()] as const;
  const tree = [null, 'm1', 'm2', 'm3', 'm1', 'm5', null, 'm7'] as const;
  for (const conversation of known.conversations) {
    const { id } = await history.ask('createConversation', {});
    for (const side of names) side.note(id, conversation);
    await history.ask('updateConversation', { conversationId: id, title: `Keskustelu ${conversation}` });
    for (const [index, parent] of tree.entries()) {
      const place = {
        conversationId: id,
        parentId: parent === null ? null : names[0].toIds(`${conversation} ${parent}`),
      };
      const role = index % 2 === 0 ? 'user' : 'assistant';
      const message = await history.ask('addMessage', { ...place, role, text: `sana ${index + 1}`, streaming: false });
      const name = `${conversation} m${index + 1}`;
      for (const side of names) side.note(message.id, name);
      known.messages.push(name);
    }
  }
  const { conversations } = await history.ask('conversations.list', { limit: 10 });
  const messages = [];
  for (const name of known.messages) {
    const conversationId = names[0].toIds(name.slice(0, 2));
    const messageId = names[0].toIds(name);
    const { branch } = await history.ask('conversations.open', { conversationId, messageId });
    messages.push(
      ...branch.filter(({ id }) => id === messageId).map(({ siblingIds: _siblingIds, ...message }) => message),
    );
  }
  await history.close();
  const app = await createCheckedApp(createNodePorts({ shell: 'web', dataFolder }));
  onTestFinished(() => app.dispose());
  return { app, bridge: new FakeBridge({ conversations, messages }), names, known };
}

interface Known {
  readonly conversations: string[];
  readonly messages: string[];
  readonly folders: string[];
  readonly tags: string[];
  readonly removals: string[];
}

const WORDS = ['Retki', 'Työ', 'Koti', 'Kesä'];

/** Inputs under shared names, of each call that the fake core answers as the history does. */
const INPUTS: { [Name in CallName]?: (random: Random, known: Known) => CallInput<Name> } = {
  'conversations.list': (random, { folders, tags }) => ({
    limit: 10,
    ...(random() < 0.3 ? { archived: random() < 0.5 } : {}),
    ...(random() < 0.2 && folders.length > 0 ? { folderId: pick(random, folders) } : {}),
    ...(random() < 0.2 && tags.length > 0 ? { tagId: pick(random, tags) } : {}),
  }),
  'conversations.open': (random, { conversations, messages }) => {
    const conversationId = pick(random, conversations);
    const own = messages.filter((name) => name.startsWith(conversationId));
    return { conversationId, ...(random() < 0.5 ? { messageId: pick(random, own) } : {}), limit: 3 };
  },
  'conversations.selectBranch': (random, { messages }) => {
    const messageId = pick(random, messages);
    return { conversationId: messageId.slice(0, 2), messageId };
  },
  'conversations.update': (random, { conversations }) => ({
    conversationId: pick(random, conversations),
    ...(random() < 0.5 ? { title: pick(random, WORDS) } : { pinned: random() < 0.5 }),
  }),
  'conversations.changeSeveral': (random, { conversations, folders, tags }) => ({
    conversationIds: random() < 0.5 ? [pick(random, conversations)] : conversations,
    to: pick(random, [
      { kind: 'archive', archived: random() < 0.5 },
      { kind: 'move', folderId: random() < 0.3 || folders.length === 0 ? null : pick(random, folders) },
      { kind: 'remove' },
      { kind: 'restore' },
      ...(tags.length === 0 ? [] : [{ kind: 'tag', tagId: pick(random, tags), carried: random() < 0.6 } as const]),
    ] as const),
  }),
  'conversations.restore': (random, { conversations }) => ({ conversationId: pick(random, conversations) }),
  'messages.remove': (random, { messages }) => {
    const messageId = pick(random, messages);
    return { conversationId: messageId.slice(0, 2), messageId };
  },
  'messages.restore': (random, { removals }) => ({ removalId: removals.length === 0 ? 'r0' : pick(random, removals) }),
  'answers.rate': (random, { messages }) => ({
    messageId: pick(random, messages),
    thumb: pick(random, ['up', 'down', null] as const),
  }),
  'bookmarks.set': (random, { messages }) => ({ messageId: pick(random, messages), bookmarked: random() < 0.6 }),
  'bookmarks.list': () => ({ limit: 100 }),
  'bookmarks.clear': () => ({}),
  'conversations.find': (random, { messages }) => {
    const leafId = pick(random, messages);
    return { conversationId: leafId.slice(0, 2), leafId, text: pick(random, ['ANA', '3', 'sana 1', '']) };
  },
  'conversations.outline': (random, { messages }) => {
    const leafId = pick(random, messages);
    return { conversationId: leafId.slice(0, 2), leafId };
  },
  'conversations.versions': (random, { conversations }) => ({ conversationId: pick(random, conversations) }),
  'trash.list': () => ({ limit: 10 }),
  'trash.messages': () => ({ limit: 10 }),
  'folders.list': () => ({}),
  'folders.create': (random) => ({ name: pick(random, WORDS) }),
  'folders.update': (random, { folders }) => ({
    folderId: folders.length === 0 ? 'f0' : pick(random, folders),
    ...(random() < 0.5 ? { name: pick(random, WORDS) } : { index: Math.floor(random() * 3) }),
  }),
  'folders.remove': (random, { folders }) => ({ folderId: folders.length === 0 ? 'f0' : pick(random, folders) }),
  'tags.list': () => ({}),
  'tags.create': (random) => ({ name: pick(random, WORDS), colour: 1 }),
  'tags.update': (random, { tags }) => ({
    tagId: tags.length === 0 ? 't0' : pick(random, tags),
    ...(random() < 0.5 ? { name: pick(random, WORDS) } : { colour: 2 }),
  }),
  'tags.remove': (random, { tags }) => ({ tagId: tags.length === 0 ? 't0' : pick(random, tags) }),
  'drafts.put': (random, { conversations }) => ({
    conversationId: pick(random, conversations),
    text: random() < 0.3 ? '' : pick(random, WORDS),
  }),
  'drafts.list': () => ({}),
};

/** Gives what a call has made a name on both sides. */
function noteMade(name: CallName, values: readonly unknown[], names: readonly Names[], known: Known): void {
  const kinds = { 'folders.create': 'folders', 'tags.create': 'tags', 'messages.remove': 'removals' } as const;
  const kind = kinds[name as keyof typeof kinds];
  if (kind === undefined) return;
  const made = `${kind} ${known[kind].length + 1}`;
  known[kind].push(made);
  for (const [index, value] of values.entries()) {
    const { id, removalId } = value as Partial<CallOutput<'folders.create'> & CallOutput<'messages.remove'>>;
    names[index]?.note(id ?? removalId ?? '', made);
  }
}

test('the fake core answers as the real one does', async () => {
  const { app, bridge, names, known } = await startBoth();
  const random = randomOf(7);
  // Of two that are removed at one moment either may come first.
  let nowMs = Date.now() + 1_000_000;
  vi.spyOn(Date, 'now').mockImplementation(() => (nowMs += 1000));
  onTestFinished(() => void vi.restoreAllMocks());
  const ok = new Set<CallName>();
  for (let step = 0; step < 600; step += 1) {
    const name = pick(random, Object.keys(INPUTS) as CallName[]);
    const input = (INPUTS[name] as (random: Random, known: Known) => object)(random, known);
    const real = await app.call(name, names[0].toIds(input));
    const fake = await bridge.call(name, names[1].toIds(input));
    const asked = `${step}: ${name} ${JSON.stringify(input)}`;
    if (real.ok && fake.ok) {
      ok.add(name);
      noteMade(name, [real.value, fake.value], names, known);
      expect(names[1].toNames(fake.value), asked).toEqual(names[0].toNames(real.value));
    } else {
      expect(fake.ok ? 'ok' : fake.error.code, asked).toBe(real.ok ? 'ok' : real.error.code);
    }
  }
  expect([...ok].sort()).toEqual(Object.keys(INPUTS).sort());
});
