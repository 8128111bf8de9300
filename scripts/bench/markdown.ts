/**
 * `npm run bench:markdown`: the longest pause of the page while it shows a text of 1 MB, for each kind of text that is
 * heavy for some step of the renderer. Each is opened from the history as an answer and as a question, and streamed.
 *
 * A pause is the time between two beats of a timer in the page: script, style, layout and painting. On a machine that
 * is busy with other work some of it is that work's, so the shortest of three counts where one is too long, and the
 * processor's time of the longest task stands beside it. A page that dies, and a text that takes minutes, are told as such.
 *
 * Options: `--only WORDS` (part of a kind's name; `=NAME` for one kind alone), `--from NAME` (that kind and those after it), `--way
 * answer|question|streamed`, `--size CHARACTERS` (1,000,000).
 */
import { chromium, type Browser, type Page } from '@playwright/test';
import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { findAppFiles } from '../../src-main/shells/app-files.ts';
import {
  buildConversation,
  buildGenerationRecord,
  buildMessage,
  buildModel,
} from '../../tests/builders/contract-values.ts';
import { HEAVY_TEXTS } from '../../tests/builders/heavy-texts.ts';
import { serveCore } from '../../tests/builders/serve-core.ts';
import { CHROMIUM_FLAGS, chromiumPath } from '../../tests/chromium.ts';
import { watchTasks } from './longest-task.ts';

const TARGET_MS = 200;
/** As often as the core tells of new text. */
const EVENT_MS = 33;
const EVENTS = 200;
const AGAIN = 2;
const LONGEST_MS = 60_000;
const WAYS = ['answer', 'question', 'streamed'] as const;

type Way = (typeof WAYS)[number];

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    from: { type: 'string', default: '' },
    way: { type: 'string', default: '' },
    size: { type: 'string', default: '1000000' },
  },
});
const size = Number(values.size);
const ways = WAYS.filter((way) => values.way === '' || way === values.way);
if (!(size > 0) || ways.length === 0) throw new Error('an option is out of range');
if (!existsSync(findAppFiles().renderer)) throw new Error('build the app first: npm run build');
const every = Object.entries(HEAVY_TEXTS);
const first = values.from === '' ? 0 : every.findIndex(([name]) => name === values.from);
if (first < 0) throw new Error('no kind has that name');
const kinds = every
  .slice(first)
  .filter(([name]) => (values.only.startsWith('=') ? name === values.only.slice(1) : name.includes(values.only)));

let over = 0;
let worst = 0;
let worstTask = 0;
console.log(
  `load ${loadavg()[0]?.toFixed(1)}; longest pause, processor's time of the longest task, whole time, all in ms; elements`,
);
for (const [name, make] of kinds) {
  for (const way of ways) {
    let told = await measure(make(size), way);
    // What another program took part in is measured again.
    for (let round = 0; round < AGAIN && typeof told !== 'string' && told.pauseMs > TARGET_MS; round += 1) {
      const again = await measure(make(size), way);
      if (typeof again === 'string' || again.pauseMs < told.pauseMs) told = again;
    }
    if (typeof told === 'string' || told.pauseMs > TARGET_MS) over += 1;
    if (typeof told !== 'string') {
      worst = Math.max(worst, told.pauseMs);
      worstTask = Math.max(worstTask, told.taskMs);
    }
    const figures =
      typeof told === 'string' ? told : `${told.pauseMs}  ${told.taskMs}  ${told.wholeMs}  ${told.elements}`;
    console.log(`${name.padEnd(32)} ${way.padEnd(9)} ${figures}`);
  }
}
console.log(
  `longest pause ${worst} ms, longest task ${worstTask} ms; ${over} of ${kinds.length * ways.length} over ${TARGET_MS} ms; load ${loadavg()[0]?.toFixed(1)}`,
);

interface Shown {
  readonly pauseMs: number;
  /** The processor's time, of script, style, layout and painting that nothing comes between. */
  readonly taskMs: number;
  readonly wholeMs: number;
  readonly elements: number;
}

/** In a browser of its own: what one text has left behind slows no other. */
async function measure(text: string, way: Way): Promise<Shown | string> {
  const ids = { conversationId: 'long', messageId: 'm' };
  const answer = buildMessage({
    id: 'm',
    conversationId: 'long',
    role: way === 'question' ? 'user' : 'assistant',
    text: way === 'streamed' ? '' : text,
    streaming: way === 'streamed',
    ...(way === 'answer' ? { generation: buildGenerationRecord() } : {}),
  });
  const core = await serveCore({
    models: [buildModel()],
    conversations: [buildConversation({ id: 'long', title: 'Long' })],
    messages: [answer],
  });
  const executablePath = chromiumPath();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: CHROMIUM_FLAGS,
  });
  const dead = new Promise<string>((resolve) => browser.on('disconnected', () => resolve('the browser died')));
  try {
    return await Promise.race([dead, show(browser, core, text, way, ids)]);
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  } finally {
    await browser.close();
    await core.close();
  }
}

async function show(
  browser: Browser,
  core: Awaited<ReturnType<typeof serveCore>>,
  text: string,
  way: Way,
  ids: { conversationId: string; messageId: string },
): Promise<Shown | string> {
  const page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
  const crashed = new Promise<string>((resolve) => page.on('crash', () => resolve('the page died')));
  await page.addInitScript(watchBeats);
  await page.goto(core.entryUrl);
  await page.getByRole('link', { name: 'Long' }).waitFor();
  await page.waitForTimeout(300);
  const longestTask = await watchTasks(page);
  await page.evaluate(() => {
    (globalThis as unknown as Watched).beats.begin();
    location.hash = '#/chat/long';
  });
  const work = async (): Promise<Shown | string> => {
    if (way === 'streamed') {
      await page.locator('[data-message-id]').waitFor();
      const step = Math.ceil(text.length / EVENTS);
      for (let offset = 0; offset < text.length; offset += step) {
        const counts = { generatedTokens: offset, contextUsedTokens: offset, tokensPerSecond: 10 };
        const delta = text.slice(offset, offset + step);
        core.bridge.emit('generation.changed', { generationId: 'g', ...ids, kind: 'text', offset, delta, ...counts });
        await new Promise((resolve) => setTimeout(resolve, EVENT_MS));
      }
      const message = buildMessage({
        id: 'm',
        conversationId: 'long',
        role: 'assistant',
        text,
        stopReason: 'end-of-generation',
        generation: buildGenerationRecord(),
      });
      core.bridge.emit('generation.changed', { generationId: 'g', ...ids, kind: 'finished', message });
    }
    return { ...(await untilQuiet(page)), taskMs: await longestTask() };
  };
  const late = new Promise<string>((resolve) => setTimeout(() => resolve('not shown in a minute'), LONGEST_MS).unref());
  return Promise.race([work(), crashed, late]);
}

interface Watched {
  readonly beats: { begin(): void; told(): { pauseMs: number; wholeMs: number; quietMs: number } };
}

/** Runs in the page. */
function watchBeats(): void {
  let [begun, last, pauseMs, changed] = [0, 0, 0, 0];
  const beat = (): void => {
    const now = performance.now();
    pauseMs = Math.max(pauseMs, now - last);
    last = now;
    setTimeout(beat);
  };
  (globalThis as unknown as { beats: Watched['beats'] }).beats = {
    begin() {
      begun = last = changed = performance.now();
      new MutationObserver(() => (changed = performance.now())).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
      });
      beat();
    },
    told: () => ({ pauseMs, wholeMs: changed - begun, quietMs: performance.now() - changed }),
  };
}

/** Until nothing in the page has changed for a while. */
async function untilQuiet(page: Page): Promise<Omit<Shown, 'taskMs'>> {
  for (;;) {
    const told = await page.evaluate(() => (globalThis as unknown as Watched).beats.told());
    // A look at the whole page is a pause of its own, so it comes when nothing changes.
    if (told.quietMs > 600 && !(await page.evaluate(() => document.querySelector('[aria-busy=true]') !== null))) {
      const elements = await page.evaluate(() => document.querySelectorAll('*').length);
      return { pauseMs: Math.round(told.pauseMs), wholeMs: Math.round(told.wholeMs), elements };
    }
    await page.waitForTimeout(200);
  }
}
