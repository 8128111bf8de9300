/**
 * A loop over the llama.cpp that Sarvi ships with nothing in between: reads a prompt in batches of 512 and chooses the
 * likeliest token each time. Run as a child process: `bare-loop.ts MODEL CONTEXT-TOKENS THREADS`, then one message
 * `{ tokens, count }` for each run, answered with `{ readMs, decodeMs, sum }`. The first token belongs to the reading.
 */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import koffi from 'koffi';
import { findKernelLibrary } from '../../src-main/convert-process/find-kernel-library.ts';

export interface BareRequest {
  readonly tokens: readonly number[];
  /** Tokens to choose, at least 2. */
  readonly count: number;
}

export interface BareAnswer {
  /** Until the first token was chosen. */
  readonly readMs: number;
  /** For the others. */
  readonly decodeMs: number;
}

const BATCH_TOKENS = 512;
/** More words of 32 bits than the parameter structs have; they are passed in memory, where a longer one does no harm. */
const PARAMETER_WORDS = 96;
const CONTEXT_TOKENS_WORD = 0;
const BATCH_WORD = 1;

const [modelPath = '', contextText = '', threadText = ''] = process.argv.slice(2);
const folder = dirname(findKernelLibrary());
const file = (name: RegExp): string => join(folder, readdirSync(folder).find((one) => name.test(one)) ?? 'missing');
koffi.load(file(/^(lib)?ggml-base\b.*\.(so|dylib|dll)$/), { global: true });
const ggml = koffi.load(file(/^(lib)?ggml(\.v[\d.]+)?\.(so|dylib|dll)$/), { global: true });
const llama = koffi.load(file(/^(lib)?llama(\.v[\d.]+)?\.(so|dylib|dll)$/));
koffi.struct('Parameters', { words: koffi.array('uint32_t', PARAMETER_WORDS, 'Array') });
koffi.struct('Batch', {
  tokenCount: 'int32_t',
  tokens: 'void *',
  embeddings: 'void *',
  positions: 'void *',
  sequenceCounts: 'void *',
  sequences: 'void *',
  logits: 'void *',
});

interface Parameters {
  readonly words: number[];
}
type Pointer = unknown;
type Native<Result> = (...args: unknown[]) => Result;
const bind = <Result>(signature: string): Native<Result> => llama.func(signature);

const decode = bind<number>('int llama_decode(void *context, Batch batch)');
const sample = bind<number>('int llama_sampler_sample(void *sampler, void *context, int place)');
const memoryOf = bind<Pointer>('void *llama_get_memory(void *context)');
const clear = bind<undefined>('void llama_memory_clear(void *memory, bool data)');

bind<undefined>('void llama_log_set(void *callback, void *data)')(
  koffi.register(() => undefined, koffi.pointer(koffi.proto('void Log(int level, str text, void *data)'))),
  null,
);
(ggml.func('void ggml_backend_load_all_from_path(str folder)') as unknown as Native<undefined>)(folder);
const modelParameters = bind<Parameters>('Parameters llama_model_default_params()')();
const model = bind<Pointer>('void *llama_model_load_from_file(str path, Parameters parameters)')(
  modelPath,
  modelParameters,
);
if (!model) throw new Error(`llama.cpp did not load ${modelPath}`);
const parameters = bind<Parameters>('Parameters llama_context_default_params()')();
const words = [...parameters.words];
words[CONTEXT_TOKENS_WORD] = Number(contextText);
words[BATCH_WORD] = BATCH_TOKENS;
const context = bind<Pointer>('void *llama_init_from_model(void *model, Parameters parameters)')(model, { words });
if (!context) throw new Error('llama.cpp made no context');
if (bind<number>('uint32_t llama_n_batch(void *context)')(context) !== BATCH_TOKENS) {
  throw new Error('llama.cpp lays out its parameters differently');
}
bind<undefined>('void llama_set_n_threads(void *context, int decoding, int reading)')(
  context,
  Number(threadText),
  Number(threadText),
);
const sampler = bind<Pointer>('void *llama_sampler_init_greedy()')();

process.on('message', (message) => {
  const { tokens, count } = message as BareRequest;
  clear(memoryOf(context), true);
  const startedAt = performance.now();
  for (let done = 0; done < tokens.length; done += BATCH_TOKENS) evaluate(tokens.slice(done, done + BATCH_TOKENS));
  let token = sample(sampler, context, -1);
  const readAt = performance.now();
  for (let chosen = 1; chosen < count; chosen += 1) {
    evaluate([token]);
    token = sample(sampler, context, -1);
  }
  const answer: BareAnswer = { readMs: readAt - startedAt, decodeMs: performance.now() - readAt };
  process.send?.(answer);
});
process.on('disconnect', () => process.exit());
process.send?.('ready');

function evaluate(tokens: readonly number[]): void {
  const buffer = Int32Array.from(tokens);
  const nothing = { embeddings: null, positions: null, sequenceCounts: null, sequences: null, logits: null };
  const status = decode(context, { tokenCount: buffer.length, tokens: buffer, ...nothing });
  if (status !== 0) throw new Error(`llama_decode answered ${status}`);
}
