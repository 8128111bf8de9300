/**
 * `npm run bench:ui`: the chat view in Chromium, built renderer and real loopback server, with a core in memory that
 * holds one conversation of 2,000 messages and streams answers of Markdown at a set speed.
 *
 * Frames are those of a browser without a screen that draws by the processor; on a machine that is busy with other
 * work they say more of that work than of the page. Script is what the browser's own counter (ScriptDuration) has
 * taken, by frame. Memory is taken after the garbage has been collected.
 *
 * Options: `--seconds N` of streaming (10), `--minutes N` of the leak test (1; it streams twenty times as fast, so one
 * minute is as twenty), `--tokens N` a second (200), `--json`.
 */
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Message } from '#contract/messages';
import { findAppFiles } from '../../src-main/shells/app-files.ts';
import {
  buildConversation,
  buildGenerationRecord,
  buildMessage,
  buildModel,
} from '../../tests/builders/contract-values.ts';
import { serveCore } from '../../tests/builders/serve-core.ts';
import { CHROMIUM_FLAGS, chromiumPath } from '../../tests/chromium.ts';
import { timeKeys, typeLine } from './time-keys.ts';

const MESSAGES = 2000;
/** As often as the core tells of new text. */
const EVENT_MS = 33;
const CHARACTERS_A_TOKEN = 4;
const FASTER = 20;
const TYPING_ROUNDS = 8;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    minutes: { type: 'string', default: '1' },
    tokens: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
  },
});
const [seconds, minutes, tokensPerSecond] = [values.seconds, values.minutes, values.tokens].map(Number) as [
  number,
  number,
  number,
];
if (!(seconds > 0) || !(minutes >= 0) || !(tokensPerSecond > 0)) throw new Error('an option is out of range');
if (!existsSync(findAppFiles().renderer)) throw new Error('build the app first: npm run build');

/** An answer as models write them: words, lists, a table, code and a formula. */
const PART = `## A part of the answer

Some *words* of ordinary length with \`code\` and [a link](https://example.org), and then some more of them to fill lines.

1. First, **one thing** that takes a line.
2. Then another, with $x^2 + y^2 = z^2$ in it.

| name | value |
|------|------:|
| one  |     1 |
| two  |     2 |

\`\`\`python
def area(radius: float) -> float:
    """The area of a circle."""
    return 3.14159 * radius ** 2
\`\`\`

> And a quote to end with.

`;

const core = await serveCore({
  models: [buildModel()],
  conversations: [buildConversation(), buildConversation({ id: 'other', title: 'Another' })],
  messages: Array.from({ length: MESSAGES }, (_, index) =>
    buildMessage({
      id: `m${index}`,
      parentId: index === 0 ? null : `m${index - 1}`,
      role: index % 2 === 0 ? 'user' : 'assistant',
      text: index % 2 === 0 ? `Question ${index} of this long conversation?` : PART,
      ...(index % 2 === 0 ? {} : { generation: buildGenerationRecord() }),
    }),
  ),
});
const executablePath = chromiumPath();
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: [...CHROMIUM_FLAGS, '--js-flags=--expose-gc', '--enable-precise-memory-info'],
});
const report: Record<string, number | string> = {};
try {
  const page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await page.goto(core.entryUrl);
  await page.getByRole('link', { name: 'Another' }).waitFor();
  print(
    'load average',
    loadavg()
      .map((load) => load.toFixed(1))
      .join(' '),
  );
  await measureOpening(page);
  await measureTyping(browser, page);
  await measureStream(page, session);
  if (minutes > 0) await measureLeaks(page, session);
  print(
    'load average at the end',
    loadavg()
      .map((load) => load.toFixed(1))
      .join(' '),
  );
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
} finally {
  await browser.close();
  await core.close();
}

/** From the press on the conversation to the frame that shows its last message. */
async function measureOpening(page: Page): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    await page.getByRole('link', { name: 'Another' }).click();
    await page.waitForTimeout(300);
    times.push(
      await page.evaluate(
        async (last) => {
          const link = [...document.querySelectorAll<HTMLElement>('a[href*="c1"]')][0];
          const begun = performance.now();
          link?.click();
          while (!document.querySelector(`[data-message-id="${last}"]`)) await new Promise(requestAnimationFrame);
          return performance.now() - begun;
        },
        `m${MESSAGES - 1}`,
      ),
    );
    await page.locator(`[data-message-id=m${MESSAGES - 1}]`).waitFor();
  }
  print('opening, ms (median; first)', `${median(times).toFixed(1)}; ${(times[0] ?? 0).toFixed(1)}`);
  print('elements in the page', await page.evaluate(() => document.querySelectorAll('*').length));
}

/**
 * From the key to the end of the frame that shows it, layout included, beside an empty conversation and beside the long
 * one by turns: what both have in common is the browser's, and of the machine. Chromium runs a timer that was set in a
 * key's handler once that frame is made; keys come faster than frames, so a page without any work of its own takes up
 * to one frame, and half of one in the median.
 */
async function measureTyping(browser: Browser, page: Page): Promise<void> {
  const bare = await browser.newPage();
  await bare.setContent('<textarea aria-label="Message"></textarea>');
  for (const one of [page, bare]) await timeKeys(one);
  const beside: Record<'bare' | 'empty' | 'long', number[]> = { bare: [], empty: [], long: [] };
  for (let round = 0; round < TYPING_ROUNDS; round += 1) {
    await bare.bringToFront();
    beside.bare.push(...(await typeLine(bare)));
    await page.bringToFront();
    await page.getByRole('link', { name: 'Another' }).click();
    beside.empty.push(...(await typeLine(page)));
    await page.evaluate(() => document.querySelector<HTMLElement>('a[href*="c1"]')?.click());
    await page.locator(`[data-message-id=m${MESSAGES - 1}]`).waitFor();
    beside.long.push(...(await typeLine(page)));
  }
  await bare.close();
  const figures = (times: readonly number[]): string =>
    `${median(times).toFixed(1)}; ${quantile(times, 0.95).toFixed(1)}`;
  print('typing, ms (median; 95 %)', figures(beside.long));
  print('beside an empty conversation, ms', figures(beside.empty));
  print('in a bare page with one field, ms', figures(beside.bare));
}

async function measureStream(page: Page, session: CDPSession): Promise<void> {
  const before = await metrics(session);
  const counting = page.evaluate(
    (ms) =>
      new Promise<number[]>((resolve) => {
        const gaps: number[] = [];
        let last = performance.now();
        const end = last + ms;
        const step = (now: number): void => {
          gaps.push(now - last);
          last = now;
          if (now < end) requestAnimationFrame(step);
          else resolve(gaps.slice(1));
        };
        requestAnimationFrame(step);
      }),
    seconds * 1000,
  );
  await stream(seconds * 1000, tokensPerSecond, 'speed');
  const gaps = await counting;
  const after = await metrics(session);
  const script = ((after['ScriptDuration'] ?? 0) - (before['ScriptDuration'] ?? 0)) * 1000;
  const layout =
    ((after['LayoutDuration'] ?? 0) +
      (after['RecalcStyleDuration'] ?? 0) -
      (before['LayoutDuration'] ?? 0) -
      (before['RecalcStyleDuration'] ?? 0)) *
    1000;
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  print('streaming, tokens/s', tokensPerSecond);
  print('frames/s', ((gaps.length * 1000) / total).toFixed(1));
  print(
    'frame, ms (median; 95 %; longest)',
    `${median(gaps).toFixed(1)}; ${quantile(gaps, 0.95).toFixed(1)}; ${Math.max(...gaps).toFixed(0)}`,
  );
  print('script by frame, ms', (script / gaps.length).toFixed(2));
  print('style and layout by frame, ms', (layout / gaps.length).toFixed(2));
}

async function measureLeaks(page: Page, session: CDPSession): Promise<void> {
  // Each round is a whole answer, so that growth by what an answer holds is not taken for a leak.
  const rounds = 6;
  print('leak test, tokens/s', tokensPerSecond * FASTER);
  for (let round = 0; round <= rounds; round += 1) {
    if (round > 0) await stream((minutes * 60_000) / rounds, tokensPerSecond * FASTER, `leak${round}`);
    await page.waitForTimeout(200);
    await session.send('HeapProfiler.collectGarbage');
    const { JSHeapUsedSize = 0, Nodes = 0, JSEventListeners = 0 } = await metrics(session);
    print(
      `after ${round} answers`,
      `heap ${(JSHeapUsedSize / 1e6).toFixed(1)} MB, nodes ${Nodes}, listeners ${JSEventListeners}`,
    );
  }
}

/** One answer below the last message; it goes with its end, so that the conversation stays as it was. */
async function stream(ms: number, speed: number, name: string): Promise<void> {
  const ids = { generationId: `g-${name}`, conversationId: 'c1', messageId: `m${MESSAGES - 1}` };
  const old = buildMessage({
    id: ids.messageId,
    parentId: `m${MESSAGES - 2}`,
    role: 'assistant',
    text: PART,
    generation: buildGenerationRecord(),
  });
  const begun = performance.now();
  let sent = 0;
  while (performance.now() - begun < ms) {
    const due = Math.floor(((performance.now() - begun) / 1000) * speed * CHARACTERS_A_TOKEN);
    if (due > sent) {
      const delta = pieceOf(sent, due);
      const counts = { generatedTokens: sent, contextUsedTokens: sent, tokensPerSecond: speed };
      core.bridge.emit('generation.changed', { ...ids, kind: 'text', offset: sent, delta, ...counts });
      sent = due;
    }
    await new Promise((resolve) => setTimeout(resolve, EVENT_MS));
  }
  const message: Message = { ...old, stopReason: 'end-of-generation' };
  core.bridge.emit('generation.changed', { ...ids, kind: 'finished', message });
}

function pieceOf(from: number, to: number): string {
  return PART.repeat(Math.ceil((to - from) / PART.length) + 1).slice(
    from % PART.length,
    (from % PART.length) + to - from,
  );
}

async function metrics(session: CDPSession): Promise<Record<string, number>> {
  const { metrics: all } = await session.send('Performance.getMetrics');
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
}

function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function print(what: string, value: number | string): void {
  report[what] = value;
  if (!values.json) process.stdout.write(`${what.padEnd(36)} ${value}\n`);
}
