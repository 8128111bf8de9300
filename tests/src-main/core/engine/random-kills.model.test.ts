import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import type { EngineUpdate } from '../../../../src-main/core/engine/generation-request.ts';
import { reasonText } from '#contract/reasons';
import { answer, GREEDY, openTestEngine, user } from '../../../builders/engine.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';

/** `SARVI_KILLS=50` for the long run. */
const KILLS = Number(process.env['SARVI_KILLS'] ?? 5);
const SIGNALS = ['SIGKILL', 'SIGABRT', 'SIGSEGV'] as const;
/** A load and an answer of the guide model take longer. */
const LATEST_MS = 120;

test(
  `${KILLS} kills at random moments: what came is a beginning of the answer, and the next answer is whole`,
  {
    timeout: KILLS * 20_000,
  },
  async () => {
    const model = await guideModel('Q8_0');
    const { engine, children } = openTestEngine();
    const deaths: Promise<unknown>[] = [];
    const end = (signal: NodeJS.Signals): void => {
      const child = children.at(-1);
      if (child?.processId === undefined) return;
      deaths.push(new Promise((resolve) => child.onExit(resolve)));
      process.kill(child.processId, signal);
    };
    const messages = [user('Kuka olet?')];
    const whole = (await answer(engine, model, messages)).text;
    let failures = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const delayMs = Math.random() * LATEST_MS;
      const signal = SIGNALS[kill % SIGNALS.length] ?? 'SIGKILL';
      const timer = setTimeout(() => end(signal), delayMs);
      const updates: EngineUpdate[] = [];
      let ended = false;
      try {
        for await (const update of engine.generate({ model, messages, sampling: GREEDY })) updates.push(update);
        ended = true;
      } catch (thrown) {
        const { code, details } = SarviError.from(thrown);
        failures += 1;
        expect(code, JSON.stringify(details)).toMatch(/^(engine-crashed|model-load-failed|template-failed)$/);
        expect(reasonText(String(details['reason']), 'en')).toMatch(/llama\.cpp|outside/);
      }
      clearTimeout(timer);
      // One that was killed with its last word said would be asked once more.
      await Promise.all(deaths.splice(0));
      const text = updates.map((update) => (update.kind === 'text' ? update.delta : '')).join('');
      expect(ended ? text === whole : whole.startsWith(text), `${kill}: ${signal} after ${delayMs} ms`).toBe(true);
      expect((await answer(engine, model, messages)).text).toBe(whole);
    }
    expect(children.length).toBeLessThanOrEqual(1 + 2 * KILLS);
    expect(failures).toBeLessThanOrEqual(KILLS);
    if (KILLS >= 50) expect(failures).toBeGreaterThan(KILLS / 10);
  },
);
