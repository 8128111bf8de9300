/**
 * The part of llama.cpp's C interface that scoring needs. Structs are passed by value, so their layouts must be those of the
 * library. Its release is checked before the first call, and the defaults that it returns are checked before a struct is
 * passed to it.
 *
 * @see ggml-org/llama.cpp include/llama.h
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import koffi from 'koffi';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';

export type Pointer = unknown;
export type ModelParameters = Record<string, unknown>;
export type ContextParameters = Record<string, unknown>;

export interface LlamaLibrary {
  modelDefaults(): ModelParameters;
  contextDefaults(): ContextParameters;
  loadModel(path: string, parameters: ModelParameters): Promise<Pointer>;
  freeModel(model: Pointer): void;
  openContext(model: Pointer, parameters: ContextParameters): Promise<Pointer>;
  freeContext(context: Pointer): void;
  decode(context: Pointer, tokens: Int32Array, wanted: Int8Array): Promise<number>;
  clear(context: Pointer): void;
  /** Copies the logits of one place of the last batch, one per token of the vocabulary. */
  copyLogits(context: Pointer, place: number, count: number, output: Float32Array): void;
  windowOf(context: Pointer): number;
  batchOf(context: Pointer): number;
  vocabularyOf(model: Pointer): Pointer;
  trainedTokensOf(model: Pointer): number;
  headsOf(model: Pointer): number;
  sizeOf(vocabulary: Pointer): number;
  isEnd(vocabulary: Pointer, token: number): boolean;
  /** -1 for none. */
  endOfTurn(vocabulary: Pointer): number;
  endOfText(vocabulary: Pointer): number;
  beginning(vocabulary: Pointer): number;
  addsBeginning(vocabulary: Pointer): boolean;
  tokenize(vocabulary: Pointer, text: string): number[];
  openAdapter(model: Pointer, path: string): Promise<Pointer>;
  useAdapters(context: Pointer, adapters: readonly Pointer[], scales: readonly number[]): number;
  /** The text of a token; the name of a control token. */
  textOf(vocabulary: Pointer, token: number): string;
  /** A function for llama.cpp to call during a load; it ends the load by returning false. */
  onProgress(listener: (fraction: number) => boolean): { readonly pointer: Pointer; release(): void };
}

/** The release whose structs are below. */
export const RELEASE = 'v0.4.0';
/** koffi runs functions on its own stacks, whose default is too small for llama.cpp. */
const STACK_BYTES = 8 * 2 ** 20;
const ERROR_LEVEL = 4;
const F32 = 0;
const MOST_PIECE_BYTES = 1024;
const NAMES = ['ggml-base', 'ggml', 'llama'] as const;

koffi.config({ sync_stack_size: STACK_BYTES, async_stack_size: STACK_BYTES });
const ModelStruct = koffi.struct('llama_model_params', {
  devices: 'void *',
  tensor_buft_overrides: 'void *',
  n_gpu_layers: 'int32_t',
  split_mode: 'int',
  load_mode: 'int',
  lazy_mode: 'int',
  main_gpu: 'int32_t',
  tensor_split: 'void *',
  progress_callback: 'void *',
  progress_callback_user_data: 'void *',
  kv_overrides: 'void *',
  vocab_only: 'bool',
  check_tensors: 'bool',
  use_extra_bufts: 'bool',
  no_host: 'bool',
  no_alloc: 'bool',
  load_mtp: 'bool',
});
const ContextStruct = koffi.struct('llama_context_params', {
  n_ctx: 'uint32_t',
  n_batch: 'uint32_t',
  n_ubatch: 'uint32_t',
  n_seq_max: 'uint32_t',
  n_rs_seq: 'uint32_t',
  n_outputs_max: 'uint32_t',
  n_outputs_max_per_seq: 'uint32_t',
  n_threads: 'int32_t',
  n_threads_batch: 'int32_t',
  ctx_type: 'int',
  rope_scaling_type: 'int',
  pooling_type: 'int',
  attention_type: 'int',
  flash_attn_type: 'int',
  rope_freq_base: 'float',
  rope_freq_scale: 'float',
  yarn_ext_factor: 'float',
  yarn_attn_factor: 'float',
  yarn_beta_fast: 'float',
  yarn_beta_slow: 'float',
  yarn_orig_ctx: 'uint32_t',
  defrag_thold: 'float',
  cb_eval: 'void *',
  cb_eval_user_data: 'void *',
  type_k: 'int',
  type_v: 'int',
  abort_callback: 'void *',
  abort_callback_data: 'void *',
  embeddings: 'bool',
  offload_kqv: 'bool',
  no_perf: 'bool',
  op_offload: 'bool',
  swa_full: 'bool',
  kv_unified: 'bool',
  samplers: 'void *',
  n_samplers: 'size_t',
  ctx_other: 'void *',
});
koffi.struct('llama_batch', {
  n_tokens: 'int32_t',
  token: 'void *',
  embd: 'void *',
  pos: 'void *',
  n_seq_id: 'void *',
  seq_id: 'void *',
  logits: 'void *',
});

/** Defaults of fields all over the structs; another layout would show other values. */
const KNOWN_MODEL = { n_gpu_layers: -1, split_mode: 1, load_mode: -1, lazy_mode: 1, use_extra_bufts: true };
const KNOWN_CONTEXT = {
  ...{ n_ctx: 512, n_batch: 2048, n_ubatch: 512, n_seq_max: 1, n_outputs_max_per_seq: 1, flash_attn_type: -1 },
  ...{
    yarn_beta_slow: -1,
    defrag_thold: -1,
    type_k: 1,
    type_v: 1,
    offload_kqv: true,
    op_offload: true,
    swa_full: true,
  },
};

/**
 * @param folder - of the libraries (`findNativeFolder`)
 * @param onComplaint - receives the lines of llama.cpp's log that explain its errors
 * @throws SarviError `kernels-unavailable` when the libraries are not those that this file is for, or cannot be loaded
 */
export function openLlama(folder: string, onComplaint: (line: string) => void): LlamaLibrary {
  try {
    requireRelease(folder);
    return bind(folder, onComplaint);
  } catch (error) {
    if (error instanceof SarviError) throw error;
    throw new SarviError('kernels-unavailable', { reason: (error as Error).message }, { cause: error });
  }
}

function requireRelease(folder: string): void {
  const built = JSON.parse(readFileSync(join(folder, '_nlcBuildMetadata.json'), 'utf8')) as {
    readonly buildOptions?: { readonly llamaCpp?: { readonly release?: string } };
  };
  const found = built.buildOptions?.llamaCpp?.release;
  if (found !== RELEASE) refuse(folder, `release ${found ?? 'unknown'}`);
}

function refuse(path: string, type: string): never {
  throw new SarviError('kernels-unavailable', { reason: because('other-block-layout', { path, type }) });
}

function bind(folder: string, onComplaint: (line: string) => void): LlamaLibrary {
  const files = readdirSync(folder);
  const [base, ggml, llama] = NAMES.map((name) => {
    const file = files.find((one) =>
      new RegExp(`^(lib)?${name}(\\.(cuda|vulkan|metal))?(\\.v[\\d.]+)?\\.(so|dylib|dll)$`).test(one),
    );
    if (file === undefined) throw new Error(`no ${name} in ${folder}`);
    return koffi.load(join(folder, file), { global: true });
  });
  if (!base || !ggml || !llama) throw new Error(`a library is missing in ${folder}`);
  type Native<Answer> = ((...args: unknown[]) => Answer) & {
    async: (...args: unknown[]) => void;
  };
  const of = <Answer>(signature: string): Native<Answer> => llama.func(signature);
  /** Runs on another thread, so that this one can receive a cancel and llama.cpp's callbacks. */
  const later = <Answer>(native: Native<Answer>, ...args: unknown[]): Promise<Answer> =>
    new Promise((resolve, reject) => {
      native.async(...args, (error: unknown, answer: Answer) => {
        // The buffers among the arguments were in use until now.
        args.length = 0;
        if (error === null || error === undefined) resolve(answer);
        else reject(error instanceof Error ? error : new Error('a native call failed'));
      });
    });

  const log = koffi.register(
    (level: number, text: string | null) => {
      if (level === ERROR_LEVEL && text !== null) onComplaint(text);
    },
    koffi.pointer(koffi.proto('void sarvi_log(int level, str text, void *data)')),
  );
  of<undefined>('void llama_log_set(void *callback, void *data)')(log, null);
  (ggml.func('void ggml_backend_load_all_from_path(str folder)') as unknown as Native<undefined>)(folder);

  const copy = base.func(
    'size_t ggml_quantize_chunk(int type, const void *src, void *dst, int64_t start, int64_t nrows, int64_t n_per_row, const void *imatrix)',
  ) as unknown as Native<number>;
  const modelDefaults = of<ModelParameters>('llama_model_params llama_model_default_params()');
  const contextDefaults = of<ContextParameters>('llama_context_params llama_context_default_params()');
  requireDefaults(folder, modelDefaults(), KNOWN_MODEL);
  requireDefaults(folder, contextDefaults(), KNOWN_CONTEXT);
  const load = of<Pointer>('void *llama_model_load_from_file(str path, llama_model_params parameters)');
  const open = of<Pointer>('void *llama_init_from_model(void *model, llama_context_params parameters)');
  const decode = of<number>('int llama_decode(void *context, llama_batch batch)');
  const memoryOf = of<Pointer>('void *llama_get_memory(void *context)');
  const clear = of<undefined>('void llama_memory_clear(void *memory, bool data)');
  const logits = of<Pointer>('void *llama_get_logits_ith(void *context, int32_t place)');
  const tokenize = of<number>(
    'int llama_tokenize(void *vocabulary, const void *text, int32_t length, void *tokens, int32_t most, bool special, bool parse)',
  );
  const pieceOf = of<number>(
    'int llama_token_to_piece(void *vocabulary, int token, void *text, int32_t most, int32_t stripped, bool special)',
  );
  const endOfText = of<number>('int llama_vocab_eos(void *vocabulary)');
  const beginning = of<number>('int llama_vocab_bos(void *vocabulary)');
  const openAdapter = of<Pointer>('void *llama_adapter_lora_init(void *model, str path)');
  const progress = koffi.pointer(koffi.proto('bool sarvi_progress(float fraction, void *data)'));

  return {
    modelDefaults,
    contextDefaults,
    loadModel: (path, parameters) => later(load, path, parameters),
    freeModel: of('void llama_model_free(void *model)'),
    openContext: (model, parameters) => later(open, model, parameters),
    freeContext: of('void llama_free(void *context)'),
    decode(context, tokens, wanted) {
      if (wanted.length !== tokens.length) throw new RangeError('a batch needs a mark for each token');
      const nothing = { embd: null, pos: null, n_seq_id: null, seq_id: null };
      return later(decode, context, { n_tokens: tokens.length, token: tokens, logits: wanted, ...nothing });
    },
    clear: (context) => clear(memoryOf(context), true),
    copyLogits(context, place, count, output) {
      if (output.length < count) throw new RangeError('the row is too short for the vocabulary');
      const row = logits(context, place);
      if (!row) throw new Error(`llama.cpp has no logits of place ${place}`);
      // For F32 this function only copies.
      copy(F32, row, output, 0, 1, count, null);
    },
    windowOf: of('uint32_t llama_n_ctx(void *context)'),
    batchOf: of('uint32_t llama_n_ubatch(void *context)'),
    vocabularyOf: of('void *llama_model_get_vocab(void *model)'),
    headsOf: of('int32_t llama_model_n_head(void *model)'),
    trainedTokensOf: of('int32_t llama_model_n_ctx_train(void *model)'),
    sizeOf: of('int32_t llama_vocab_n_tokens(void *vocabulary)'),
    isEnd: of('bool llama_vocab_is_eog(void *vocabulary, int token)'),
    endOfTurn: of('int llama_vocab_eot(void *vocabulary)'),
    endOfText,
    beginning,
    addsBeginning: of('bool llama_vocab_get_add_bos(void *vocabulary)'),
    tokenize(vocabulary, text) {
      const bytes = Buffer.from(text, 'utf8');
      // A token has at least one byte.
      const tokens = new Int32Array(bytes.length + 8);
      const count = tokenize(vocabulary, bytes, bytes.length, tokens, tokens.length, false, false);
      if (count < 0) throw new Error(`llama.cpp did not tokenize a text of ${bytes.length} bytes`);
      return [...tokens.subarray(0, count)];
    },
    openAdapter: (model, path) => later(openAdapter, model, path),
    useAdapters(context, adapters, scales) {
      const use = of<number>(
        'int llama_set_adapters_lora(void *context, void **adapters, size_t count, const float *scales)',
      );
      return use(context, [...adapters], adapters.length, Float32Array.from(scales));
    },
    textOf(vocabulary, token) {
      const bytes = Buffer.alloc(MOST_PIECE_BYTES);
      const length = pieceOf(vocabulary, token, bytes, bytes.length, 0, true);
      return bytes.toString('utf8', 0, Math.max(0, length));
    },
    onProgress(listener) {
      const pointer = koffi.register((fraction: number) => listener(fraction), progress);
      return { pointer, release: () => koffi.unregister(pointer) };
    },
  };
}

function requireDefaults(
  folder: string,
  found: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, unknown>>,
): void {
  for (const [name, value] of Object.entries(known)) {
    if (found[name] !== value) refuse(folder, `${name} ${String(found[name])}`);
  }
}

/** For a test: what the layouts come to. */
export const LAYOUT_BYTES = { model: koffi.sizeof(ModelStruct), context: koffi.sizeof(ContextStruct) };
