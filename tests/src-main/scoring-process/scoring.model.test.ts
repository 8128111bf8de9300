import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { convertAdapter } from '../../../src-main/core/convert/convert-adapter.ts';
import { adapterFiles, randomFactors, writeAdapter } from '../../builders/adapter.ts';
import { GUIDE_CHECKPOINT } from '../../builders/conversion-ports.ts';
import { guideModel } from '../../builders/guide-gguf.ts';
import { scaledGuide } from '../../builders/scaled-guide.ts';
import { answerText, openScoring, scoreWith, useOf } from '../../builders/scoring.ts';
import { temporaryFolder } from '../../builders/temporary-folder.ts';
import { writeTinyGguf } from '../../builders/tiny-gguf.ts';

interface Reference {
  readonly factor: number;
  readonly cases: readonly {
    readonly messages: { role: string; content: string }[];
    readonly answer: string;
    readonly prompt: readonly number[];
    readonly tokens: readonly Record<
      'id' | 'logprob' | 'rank' | 'entropy' | 'otherLogprob' | 'otherRank' | 'kl',
      number
    >[];
  }[];
}

const QUESTION = 'Miten tuon mallin Sarveen?';
const ANSWER = 'Avaa Mallit-sivu ja valitse kansio. 🙂 Kvantisointi vie hetken, ja sen jälkeen malli on käytettävissä.';

it('agrees with transformers in float32 within a ten thousandth', async () => {
  const path = fileURLToPath(new URL('transformers-scores.json', import.meta.url));
  const { factor, cases } = JSON.parse(await readFile(path, 'utf8')) as Reference;
  const [model, scaled] = [await guideModel('F32'), await scaledGuide(factor)];
  const scoring = openScoring();
  let tokens = 0;
  for (const { messages, answer, prompt, tokens: wanted } of cases) {
    const text = { kind: 'answer', messages, answer, withEnd: true, tellsDate: false } as const;
    const found = await scoreWith(scoring, [useOf(model), useOf(scaled)], text);
    expect([...found.promptIds]).toEqual(prompt);
    expect(found.tokens.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
    found.tokens.forEach((token, index) => {
      const other = wanted[index];
      if (!other || !token.other || token.kl === undefined) throw new Error('a token is missing');
      tokens += 1;
      expect(Math.abs(token.logprob - other.logprob)).toBeLessThan(1e-4);
      expect(Math.abs(token.other.logprob - other.otherLogprob)).toBeLessThan(1e-4);
      expect(Math.abs((token.entropy ?? 0) - other.entropy)).toBeLessThan(1e-4);
      expect(Math.abs(token.kl - other.kl)).toBeLessThan(1e-4);
      // Far down, tokens lie so close that a last digit changes their order.
      expect(Math.abs(token.rank - other.rank)).toBeLessThanOrEqual(Math.ceil(other.rank / 100));
    });
  }
  expect(tokens).toBeGreaterThan(60);
});

it('agrees with the probabilities that node-llama-cpp gives for the same tokens', async () => {
  const model = await guideModel('Q4_K_M');
  const found = await scoreWith(openScoring(), [useOf(model)], answerText(QUESTION, ANSWER));
  const script = fileURLToPath(new URL('../../builders/controlled-evaluate.ts', import.meta.url));
  const ids = [...found.promptIds, ...found.tokens.map(({ id }) => id)];
  const args = [script, model.path, JSON.stringify(ids), String(found.promptIds.length)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 });
  const probabilities = JSON.parse(stdout) as number[];
  expect(probabilities).toHaveLength(found.tokens.length);
  found.tokens.forEach(({ logprob }, index) => {
    expect(Math.abs(Math.exp(logprob) - (probabilities[index] ?? 0))).toBeLessThan(1e-3);
  });
});

it('tells the same in turn, through a file, as side by side, but for the rounding to 16 bits', async () => {
  const models = [useOf(await guideModel('F32')), useOf(await guideModel('Q4_K_M'))] as const;
  const folder = await temporaryFolder();
  const scoring = openScoring();
  const together = await scoreWith(scoring, models, answerText(QUESTION, ANSWER));
  const distributionPath = join(folder, 'distributions');
  const inTurn = await scoreWith(scoring, models, answerText(QUESTION, ANSWER), { distributionPath });
  expect([together.isRounded, inTurn.isRounded]).toEqual([false, true]);
  expect(await readdir(folder)).toEqual([]);
  const plain = inTurn.tokens.map(({ kl: _kl, ...token }) => token);
  expect(plain).toEqual(together.tokens.map(({ kl: _kl, ...token }) => token));
  inTurn.tokens.forEach(({ kl = 0 }, index) => {
    expect(Math.abs(kl - (together.tokens[index]?.kl ?? 0))).toBeLessThan(2e-3);
  });
  expect(together.tokens.map(({ text }) => text).join('')).toBe(`${ANSWER}<|eot_id|>`);
});

it('reads a text of several batches as it reads it token by token', async () => {
  const model = useOf(await guideModel('Q4_K_M'));
  const long = Array.from({ length: 45 }, (_, index) => `${index} ${ANSWER}`).join(' ');
  const scoring = openScoring();
  const whole = await scoreWith(scoring, [model], answerText(QUESTION, long));
  expect(whole.tokens.length).toBeGreaterThan(1200);
  const ids = Uint32Array.from([...whole.promptIds, ...whole.tokens.map(({ id }) => id)]);
  const from = whole.promptIds.length + 700;
  const end = await scoreWith(scoring, [model], { kind: 'tokens', tokens: ids, from });
  end.tokens.forEach(({ logprob }, index) => {
    expect(Math.abs(logprob - (whole.tokens[700 + index]?.logprob ?? 0))).toBeLessThan(1e-3);
  });
});

it('refuses vocabularies that differ, unknown tokens and a text that has none', async () => {
  const scoring = openScoring();
  const guide = useOf(await guideModel('F32'));
  const tiny = join(await temporaryFolder(), 'tiny.gguf');
  await writeTinyGguf(tiny, { tokens: ['a', 'b', 'c', 'd'] });
  const other = { ...useOf({ id: 'tiny', name: 'Tiny', path: tiny }) };
  const code = (run: Promise<unknown>): Promise<unknown> =>
    run.then(
      () => null,
      (error: { code: string }) => error.code,
    );
  expect(await code(scoreWith(scoring, [guide, other], answerText('a', 'b')))).toBe('vocabularies-differ');
  const tokens = Uint32Array.of(1, 2, 999_999);
  expect(await code(scoreWith(scoring, [guide], { kind: 'tokens', tokens, from: 1 }))).toBe('invalid-input');
  expect(await code(scoreWith(scoring, [guide], { kind: 'tokens', tokens: Uint32Array.of(5), from: 0 }))).toBe(
    'invalid-input',
  );
  const missing = { ...guide, path: join(await temporaryFolder(), 'none.gguf') };
  expect(await code(scoreWith(scoring, [missing], answerText('a', 'b')))).toBe('model-file-missing');
  // The process is as good as before.
  expect((await scoreWith(scoring, [guide], answerText('a', 'b'))).tokens).not.toHaveLength(0);
  expect((await stat(guide.path)).size).toBeGreaterThan(0);
});

it('reads one file with an adapter and without, and a scale of 0 changes nothing', async () => {
  const folder = await temporaryFolder();
  const factors = randomFactors([['model.layers.2.mlp.down_proj', 256, 768]], 4);
  const adapterPath = await writeAdapter(join(folder, 'adapter'), adapterFiles(factors, { alpha: 8 }));
  const path = join(folder, 'adapter.gguf');
  await convertAdapter({ adapterPath, outputPath: path, basePath: GUIDE_CHECKPOINT });
  const plain = await guideModel('F32');
  const scoring = openScoring();
  const read = (scale: number) =>
    scoreWith(scoring, [useOf({ ...plain, adapters: [{ path, scale }] }), useOf(plain)], answerText(QUESTION, ANSWER));
  const [changed, same] = [await read(1), await read(0)];
  expect(Math.max(...changed.tokens.map(({ kl = 0 }) => kl))).toBeGreaterThan(0.01);
  expect(Math.max(...same.tokens.map(({ kl = 0 }) => kl))).toBeLessThan(1e-6);
  expect(same.tokens.map(({ other }) => other?.logprob)).toEqual(changed.tokens.map(({ other }) => other?.logprob));
});
