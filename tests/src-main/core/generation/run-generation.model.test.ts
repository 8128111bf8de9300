/** Runs of the guide model by the engine alone: no conversation, no message and no history is there. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type {
  GenerationSettings,
  MessagesInput,
  PromptInput,
  TokensInput,
} from '../../../../src-main/core/engine/generation-request.ts';
import type { EngineModel } from '../../../../src-main/core/engine/engine-model.ts';
import type {
  GeneratedText,
  GenerationOutcome,
  GenerationProgress,
  GenerationSink,
} from '../../../../src-main/core/generation/generation-sink.ts';
import { runGeneration, type RunSettings } from '../../../../src-main/core/generation/run-generation.ts';
import { settleSampling } from '../../../../src-main/core/generation/settle-sampling.ts';
import { openEngine, user, type TestEngine } from '../../../builders/engine.ts';
import { guideModel } from '../../../builders/guide-gguf.ts';

const MESSAGES = [user('Who are you?')];
const GREEDY = settleSampling({ temperature: 0, seed: 1, maxTokens: 200 });

let model: EngineModel;
let shared: TestEngine;

beforeAll(async () => {
  model = await guideModel();
  shared = openEngine();
});
afterAll(() => shared.engine.dispose());

class Recorder implements GenerationSink {
  readonly told: GenerationProgress[] = [];
  readonly pieces: GeneratedText[] = [];
  readonly outcomes: GenerationOutcome[] = [];
  onText: () => void = () => undefined;

  progress(progress: GenerationProgress): void {
    this.told.push(progress);
  }

  text(piece: GeneratedText): void {
    this.pieces.push(piece);
    this.onText();
  }

  end(outcome: GenerationOutcome): void {
    this.outcomes.push(outcome);
  }

  /** The text as it came. */
  get joined(): string {
    return this.pieces.map(({ text }) => text).join('');
  }

  get outcome(): GenerationOutcome {
    const [outcome] = this.outcomes;
    if (!outcome || this.outcomes.length > 1) throw new Error('a run has one end');
    return outcome;
  }
}

type Wanted = Partial<GenerationSettings & RunSettings> & (MessagesInput | PromptInput | TokensInput);

async function run(wanted: Wanted, sink = new Recorder()): Promise<Recorder> {
  await runGeneration(shared.engine, { model, sampling: GREEDY, ...wanted }, sink);
  return sink;
}

const prompt = () => shared.engine.renderPrompt({ model, messages: MESSAGES, addGenerationPrompt: true });
const answering = (more: Partial<GenerationSettings & RunSettings> = {}): Wanted => ({ messages: MESSAGES, ...more });

describe('a run', () => {
  test('tells its progress, its text and its end, with a record of itself', async () => {
    const sink = await run(answering());
    const kinds = sink.told.map(({ kind }) => kind).filter((kind, index, all) => kind !== all[index - 1]);
    expect(kinds).toEqual(['waiting', 'loading', 'started', 'reading']);
    const { outcome } = sink;
    expect(sink.joined).toMatch(/^I am Sarvi's small built-in guide model/);
    expect(outcome).toMatchObject({
      stopReason: 'end-of-generation',
      error: null,
      said: { thinking: '', text: sink.joined },
      thoughtIsAnswer: false,
      record: { modelId: model.id, modelName: model.name, backend: 'CPU', seed: 1, sampling: { temperature: 0 } },
    });
    const last = sink.pieces.at(-1)?.figures;
    expect(last).toMatchObject({ generatedTokens: outcome.record?.generatedTokens });
    expect(last?.contextUsedTokens).toBe(outcome.record?.contextUsedTokens);
    expect(outcome.record).not.toHaveProperty('memoryBeginsAt');
  });

  test('goes on from a rendered prompt, or from tokens, as from the messages that they are made of', async () => {
    const { text } = (await run(answering())).outcome.said;
    const { prompt: written, tokens } = await prompt();
    expect((await run({ prompt: written })).outcome.said.text).toBe(text);
    expect((await run({ tokens: Uint32Array.from(tokens) })).outcome.said.text).toBe(text);
    const begun = await run({ prompt: `${written}I am Sarvi's` });
    expect(begun.outcome.said.text).toBe(text.slice("I am Sarvi's".length));
  });

  test('keeps to stop strings and grammars, and gives the probabilities of its tokens, whatever it goes on from', async () => {
    const { prompt: written, tokens } = await prompt();
    const stopped = await run({ prompt: written, sampling: { ...GREEDY, stop: [' small'] } });
    expect([stopped.joined, stopped.outcome.stopReason]).toEqual(["I am Sarvi's", 'stop-string']);
    const grammar = { kind: 'gbnf', text: 'root ::= "poro" | "hirvi"' } as const;
    const bound = await run({ prompt: written, sampling: { ...GREEDY, grammar } });
    expect(bound.joined).toMatch(/^(poro|hirvi)$/);
    const sampling = { ...GREEDY, maxTokens: 3, alternatives: 4 };
    const weighed = await run({ tokens: Uint32Array.from(tokens), sampling });
    const choices = weighed.pieces.flatMap(({ choice }) => choice ?? []);
    expect(choices.map(({ alternatives }) => alternatives.length)).toEqual([4, 4, 4]);
    expect(weighed.outcome.record?.choices).toEqual(choices);
    expect(choices.map(({ text }) => text).join('')).toBe(weighed.joined);
  });

  test('leaves text as it was written where it does not answer messages', async () => {
    const { prompt: written } = await prompt();
    const tags = { kind: 'gbnf', text: 'root ::= "<think>a</think>b"' } as const;
    const sampling = { ...GREEDY, grammar: tags };
    expect((await run({ prompt: written, sampling })).outcome.said).toEqual({
      thinking: '',
      text: '<think>a</think>b',
    });
    expect((await run(answering({ sampling }))).outcome.said).toEqual({ thinking: 'a', text: 'b' });
  });

  test('two runs beside each other have the texts that they have alone', async () => {
    const { text } = (await run(answering())).outcome.said;
    const others = [user('Kuka olet?')];
    const alone = (await run({ messages: others })).outcome.said.text;
    const both = await Promise.all([run(answering()), run({ messages: others })]);
    expect(both.map(({ outcome }) => outcome.said.text)).toEqual([text, alone]);
  });
});

describe('a stop', () => {
  test('ends a run with what it has said', async () => {
    const stop = new AbortController();
    const sink = new Recorder();
    sink.onText = () => stop.abort();
    const { outcome } = await run(answering({ signal: stop.signal }), sink);
    expect(outcome).toMatchObject({ stopReason: 'stopped', error: null, said: { text: sink.joined } });
    expect(outcome.record?.generatedTokens).toBeGreaterThan(0);
  });

  test('is heard before there is room, and before anything is asked', async () => {
    const stop = new AbortController();
    const running = run(answering({ signal: stop.signal, hasRoom: new Promise<void>(() => undefined) }));
    stop.abort();
    const { outcome, told } = await running;
    expect(told.map(({ kind }) => kind)).toEqual(['waiting']);
    expect(outcome).toMatchObject({ stopReason: 'stopped', error: null, record: null });
  });
});

describe('a failure is how a run ends', () => {
  const failure = async (wanted: Wanted): Promise<Pick<SarviError, 'code' | 'details'> | null> => {
    const { outcome } = await run(wanted);
    expect([outcome.stopReason, outcome.record]).toEqual(['failed', null]);
    return outcome.error && { code: outcome.error.code, details: outcome.error.details };
  };

  test('without room in memory', async () => {
    const refusal = new SarviError('model-does-not-fit', { name: 'Guide', neededBytes: 2, freeBytes: 1 });
    expect(await failure(answering({ hasRoom: Promise.reject(refusal) }))).toMatchObject({
      code: 'model-does-not-fit',
    });
  });

  test('for a model that is not there', async () => {
    const gone = { ...model, path: `${model.path}.gone` };
    expect(await failure(answering({ model: gone }))).toMatchObject({ code: 'model-file-missing' });
  });

  test('for a prompt beyond the window, none at all, and a token of no vocabulary; the next run is none the worse', async () => {
    const { tokens } = await prompt();
    const window = 2048;
    const long = Uint32Array.from({ length: window - 31 }, () => tokens.at(-1) ?? 0);
    const tooLong = {
      code: 'prompt-too-long',
      details: { tokens: window - 31, limit: window - 32, contextTokens: window },
    };
    expect(await failure({ tokens: long })).toEqual(tooLong);
    expect(await failure({ tokens: new Uint32Array() })).toMatchObject({ code: 'invalid-input' });
    const unknown = await failure({ tokens: Uint32Array.of(...tokens, 4_000_000_000) });
    expect(unknown).toMatchObject({
      code: 'invalid-input',
      details: { reason: because('unknown-token', { token: 4_000_000_000 }) },
    });
    expect((await run(answering())).outcome.stopReason).toBe('end-of-generation');
    expect(shared.children).toHaveLength(1);
  });

  test('with room for a short answer only, a prompt may fill the window', async () => {
    const { tokens } = await prompt();
    const full = Uint32Array.from({ length: 2047 }, (_, index) => tokens[index % tokens.length] ?? 0);
    const { outcome } = await run({ tokens: full, sampling: { ...GREEDY, maxTokens: 1 } });
    expect([outcome.error, outcome.record?.generatedTokens, outcome.record?.contextTokens]).toEqual([null, 1, 2048]);
  });
});
