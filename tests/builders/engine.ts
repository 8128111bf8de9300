/** Real engines with the engine process from the sources, and what they answer. */
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { EngineStatus } from '#contract/engine';
import { DEFAULT_SAMPLING } from '#contract/sampling';
import type { Child } from '../../src-main/core/ports.ts';
import { Engine } from '../../src-main/core/engine/engine.ts';
import type { EngineOptions } from '../../src-main/core/engine/engine-options.ts';
import type { EngineUpdate, GenerationRequest } from '../../src-main/core/engine/generation-request.ts';
import type { EngineModel } from '../../src-main/core/engine/engine-model.ts';
import type { EnginePorts } from '../../src-main/core/engine/engine-process.ts';
import type { SettledSampling } from '../../src-main/core/engine/protocol.ts';
import type { PromptMessage } from '../../src-main/core/prompt/prompt.ts';
import { forkChild } from '../../src-main/shells/fork-child.ts';

export const GREEDY: SettledSampling = { ...DEFAULT_SAMPLING, temperature: 0, maxTokens: 200, seed: 1 };

export interface TestEngine {
  readonly engine: Engine;
  /** Every process that was started, oldest first. */
  readonly children: readonly Child[];
}

export const ENGINE_ENTRY = fileURLToPath(new URL('../../src-main/engine-process/main.ts', import.meta.url));

/** @param environment - of its processes, besides what the engine gives them. The caller disposes of it. */
export function openEngine(
  options: EngineOptions = {},
  entry = ENGINE_ENTRY,
  environment: Readonly<Record<string, string>> = {},
): TestEngine {
  const children: Child[] = [];
  const ports: EnginePorts = {
    spawn: (path, childOptions) => {
      const child = forkChild(path, { ...childOptions, environment: { ...environment, ...childOptions.environment } });
      children.push(child);
      return child;
    },
    entries: {
      engine: entry,
      convert: '',
      convertWorker: '',
      scoring: '',
      tokenizer: '',
      language: '',
      verdict: '',
      document: '',
      history: '',
    },
    log: { info: () => {}, warn: () => {}, error: () => {} },
  };
  return { engine: new Engine(ports, options), children };
}

/** Disposed of when the test ends. */
export function openTestEngine(...parts: Parameters<typeof openEngine>): TestEngine {
  const opened = openEngine(...parts);
  onTestFinished(() => opened.engine.dispose());
  return opened;
}

/** Resolves however shortly the engine is in this state. */
export function comesTo(engine: Engine, wanted: EngineStatus['state']): Promise<void> {
  return new Promise((resolve) => {
    const end = engine.onStatus(({ state }) => {
      if (state !== wanted) return;
      end();
      resolve();
    });
  });
}

export function user(content: string): PromptMessage {
  return { role: 'user', content };
}

export function assistant(content: string): PromptMessage {
  return { role: 'assistant', content };
}

export interface Answer {
  readonly text: string;
  readonly started: Extract<EngineUpdate, { kind: 'started' }> | null;
  readonly end: Extract<EngineUpdate, { kind: 'finished' }>['end'];
  readonly updates: readonly EngineUpdate[];
}

/** Runs one generation to its end. */
export async function answer(
  engine: Engine,
  model: EngineModel,
  messages: readonly PromptMessage[],
  more: Partial<SettledSampling> & Pick<GenerationRequest, 'signal' | 'owner'> = {},
): Promise<Answer> {
  const { signal, owner, ...sampling } = more;
  const updates: EngineUpdate[] = [];
  const request = { model, messages, owner, sampling: { ...GREEDY, ...sampling }, ...(signal ? { signal } : {}) };
  for await (const update of engine.generate(request)) updates.push(update);
  const last = updates.at(-1);
  if (last?.kind !== 'finished') throw new Error('a generation ended without its end');
  const text = updates.map((update) => (update.kind === 'text' ? update.delta : '')).join('');
  return { text, started: updates.find((update) => update.kind === 'started') ?? null, end: last.end, updates };
}
