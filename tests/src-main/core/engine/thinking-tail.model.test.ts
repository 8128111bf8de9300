import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runConversion } from '../../../../src-main/core/convert/run-conversion.ts';
import type { EngineModel } from '../../../../src-main/core/engine/engine-model.ts';
import { conversionPorts, GUIDE_CHECKPOINT } from '../../../builders/conversion-ports.ts';
import { answer, openTestEngine, user } from '../../../builders/engine.ts';
import { openKeepingEngine, openStore, until } from '../../../builders/states.ts';

/** How the template begins an answer, as JSON has it. */
const BEGIN = String.raw`assistant<|end_header_id|>\\n\\n`;
const SHORT = [user('Kuka olet?')];
const LONG = [user('Kerro metsästä, järvistä ja merestä.')];

/** The guide model with a template that begins every answer with thinking. */
let model: EngineModel;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sarvi-test-'));
  await cp(GUIDE_CHECKPOINT, folder, { recursive: true });
  const config = join(folder, 'tokenizer_config.json');
  await writeFile(config, (await readFile(config, 'utf8')).replace(BEGIN, `${BEGIN}<think>`));
  const path = join(folder, 'thinking.gguf');
  await runConversion(conversionPorts, { checkpointPath: folder, outputPath: path, quantization: 'F16' });
  model = { id: 'thinking', name: 'Thinking', path };
});
afterAll(() => rm(folder, { recursive: true }));

test('an answer that has thought makes its sequence the first to be given to another conversation', async () => {
  const { engine } = openTestEngine({ sequences: () => 2 });
  const thought = await answer(engine, model, SHORT);
  const { figures } = thought.started ?? expect.unreachable();
  const cut = await answer(engine, model, LONG, { maxTokens: 2 });
  const longTokens = cut.started?.figures.freshTokens ?? 0;
  // Otherwise the sequences would be chosen the same way by all that they hold.
  expect(figures.freshTokens).toBeLessThan(longTokens);
  expect(figures.freshTokens + thought.end.generatedTokens).toBeGreaterThan(longTokens + 2);
  expect(thought.end.stopReason).toBe('end-of-generation');

  await answer(engine, model, [user('Missä on hirvi?')], { maxTokens: 2 });
  expect((await answer(engine, model, LONG, { maxTokens: 2 })).started?.figures.freshTokens).toBe(1);
});

test('of an answer that has thought only its prompt is kept on disk, and of one that may go on all', async () => {
  const kept = await openStore();
  const { engine } = openKeepingEngine(kept);
  const sizeOfKept = async (owner: string): Promise<number> => {
    const find = async (): Promise<number | undefined> =>
      (await kept.store.list()).find((state) => !state.shared && state.owners.includes(owner))?.tokens.length;
    await until(async () => (await find()) !== undefined);
    return (await find()) ?? 0;
  };
  const thought = await answer(engine, model, SHORT, { owner: 'thought' });
  expect(await sizeOfKept('thought')).toBe(thought.started?.figures.freshTokens);
  const cut = await answer(engine, model, LONG, { owner: 'cut', maxTokens: 9 });
  const { freshTokens = 0, cachedTokens = 0 } = cut.started?.figures ?? {};
  expect(await sizeOfKept('cut')).toBeGreaterThan(freshTokens + cachedTokens);
});
