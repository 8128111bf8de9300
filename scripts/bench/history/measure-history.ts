import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { History } from '../../../src-main/core/history/history.ts';
import { historyPorts } from '../../../tests/builders/history-ports.ts';
import { MODEL_IDS } from '../../../tests/builders/large-history.ts';
import { timeLongConversation } from './long-conversation.ts';
import { queriesFor } from './queries.ts';
import { type Duration, timeEach, timeOnce, type Times, timesOf } from './times.ts';
import { type Stall, watchMainThread } from './watch-main-thread.ts';

export interface Measured {
  readonly times: Readonly<Record<string, Times>>;
  readonly stall: Stall;
}

/** A pause between two keys of a quick typist. */
const KEY_MS = 60;
const START = fileURLToPath(new URL('../history-start.ts', import.meta.url));

/**
 * Asks a history in `dataFolder` as the app does, through its threads, and writes a conversation into it. `rounds` is
 * how many of each kind.
 */
export async function measureHistory(
  dataFolder: string,
  { longestId, rounds, seed }: { longestId: string; rounds: number; seed: number },
): Promise<Measured> {
  const times: Record<string, Times> = {};
  times['start of a process to the list'] = await timeEach(repeat(Math.min(5, rounds)), () => startProcess(dataFolder));
  const queries = queriesFor(join(dataFolder, 'history', 'history.db'), rounds, seed);
  const history = await History.open(historyPorts(dataFolder, Date.now));
  try {
    times['first search, its thread not started yet'] = timesOf([
      await timeOnce(() => history.search({ query: 'k', limit: 50 })),
    ]);
    for (const [name, list] of Object.entries(queries)) {
      times[`search: ${name}`] = await timeEach(list, (query) => history.search({ query, limit: 50 }));
    }
    const common = queries['common word'] ?? [];
    for (const [name, filters] of Object.entries(FILTERS)) {
      times[`search: common word, ${name}`] = await timeEach(common, (query) =>
        history.search({ query, limit: 50, filters }),
      );
    }
    const typed = (queries['middling word'] ?? []).filter((word) => word.length > 5).map((word) => word.trim());
    times['first key to results'] = await timeEach(typed, (word) =>
      history.search({ query: word.slice(0, 1), limit: 50 }),
    );
    times['last key to results, all keys searched for'] = timesOf(await typeWords(history, typed));
    times['page of the list'] = timesOf(await timePages(history, rounds));
    times['opening 5,000 messages at their end'] = await timeEach(repeat(rounds), () =>
      history.ask('conversations.open', { conversationId: longestId, limit: 60 }),
    );
    Object.assign(times, await timeSaves(history, rounds, ''));
    const stop = watchMainThread();
    const searching = searchAlong(history, [...common, ...(queries['Finnish inflected'] ?? [])]);
    Object.assign(times, await timeSaves(history, rounds, ', beside searches'));
    await timePages(history, rounds);
    Object.assign(times, await timeLongConversation(history, longestId, Math.min(30, rounds)));
    searching.abort();
    return { times, stall: stop() };
  } finally {
    await history.close();
  }
}

const FILTERS = {
  'by role': { role: 'assistant' },
  'by model': { modelId: MODEL_IDS[0] ?? '' },
  'of one month, two years back': { from: Date.UTC(2023, 5, 1), until: Date.UTC(2023, 6, 1) },
  'pinned only': { pinned: true },
} as const;

async function startProcess(dataFolder: string): Promise<void> {
  const child = fork(START, [dataFolder]);
  await once(child, 'message');
  // Its end is not part of the start.
  void once(child, 'exit');
}

/** From the last key of each word to the results, every key a search that ends the one before it. */
async function typeWords(history: History, words: readonly string[]): Promise<Duration[]> {
  const durations: Duration[] = [];
  for (const word of words) {
    for (let length = 1; length < word.length; length += 1) {
      history.search({ query: word.slice(0, length), limit: 50, series: 'typing' }).catch(() => undefined);
      await wait(KEY_MS);
    }
    durations.push(await timeOnce(() => history.search({ query: word, limit: 50, series: 'typing' })));
  }
  return durations;
}

async function timePages(history: History, pages: number): Promise<Duration[]> {
  const durations: Duration[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pages; page += 1) {
    const input: { limit: number; cursor?: string } = { limit: 50, ...(cursor === null ? {} : { cursor }) };
    durations.push(
      await timeOnce(async () => {
        ({ nextCursor: cursor } = await history.ask('conversations.list', input));
      }),
    );
  }
  return durations;
}

/** Answers as they stream: each is begun, grows, and is finished. */
async function timeSaves(history: History, rounds: number, beside: string): Promise<Record<string, Times>> {
  const { id: conversationId } = await history.ask('createConversation', {});
  const [begun, saved, finished]: [Duration[], Duration[], Duration[]] = [[], [], []];
  let parentId: string | null = null;
  for (let round = 0; round < rounds; round += 1) {
    const question = await history.ask('addMessage', {
      conversationId,
      parentId,
      role: 'user',
      text: 'Jatka',
      streaming: false,
    });
    const place = { conversationId, parentId: question.id };
    let id = '';
    begun.push(
      await timeOnce(async () => {
        ({ id } = await history.ask('addMessage', { ...place, role: 'assistant', text: '', streaming: true }));
      }),
    );
    let text = '';
    for (let save = 0; save < 10; save += 1) {
      text += 'Tämä vastaus kasvaa koko ajan, muutama sana kerrallaan. '.repeat(2);
      saved.push(await timeOnce(() => history.ask('saveStreamedText', { messageId: id, text })));
      await wait(5);
    }
    const end = { text, stopReason: 'end-of-generation', error: null, generation: null } as const;
    finished.push(await timeOnce(() => history.ask('finishMessage', { messageId: id, ...end })));
    parentId = id;
  }
  return {
    [`beginning an answer${beside}`]: timesOf(begun),
    [`saving streamed text${beside}`]: timesOf(saved),
    [`finishing an answer, with its index${beside}`]: timesOf(finished),
  };
}

/** One search after another until it is aborted. */
function searchAlong(history: History, queries: readonly string[]): AbortController {
  const controller = new AbortController();
  const run = async (): Promise<void> => {
    for (let index = 0; !controller.signal.aborted; index += 1) {
      await history.search({ query: queries[index % queries.length] ?? 'ja', limit: 50 });
    }
  };
  run().catch(() => undefined);
  return controller;
}

function repeat(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
