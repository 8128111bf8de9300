/**
 * A child process that quantizes a GGUF file with the shipped library's own `llama_model_quantize`, the reference for
 * Sarvi's output. Arguments: input path, JSON list of `[file type number, output path]`, `dry` for no output, a file of
 * `writeMeans` for an importance matrix.
 *
 * @see ggml-org/llama.cpp include/llama.h (`llama_model_quantize_params`)
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import koffi from 'koffi';
import { findKernelLibrary } from '../../src-main/convert-process/find-kernel-library.ts';

const [input = '', outputs = '', mode = '', meansPath = ''] = process.argv.slice(2);
const folder = dirname(findKernelLibrary());
const file = readdirSync(folder).find((name) => /^(lib)?llama\.(.*\.)?(so|dylib|dll)$/.test(name));
if (file === undefined) throw new Error(`no libllama in ${folder}`);
const library = koffi.load(join(folder, file));

koffi.struct('llama_model_imatrix_data', { name: 'const char *', data: 'float *', size: 'size_t' });
const means = meansPath === '' ? [] : (JSON.parse(readFileSync(meansPath, 'utf8')) as [string, number[]][]);
// The last one, without a name, ends the list.
const importance = [
  ...means.map(([name, values]) => ({ name, data: Float32Array.from(values), size: values.length })),
  { name: null, data: null, size: 0 },
];

const Params = koffi.struct('llama_model_quantize_params', {
  nthread: 'int32_t',
  ftype: 'int',
  output_tensor_type: 'int',
  token_embedding_type: 'int',
  allow_requantize: 'bool',
  quantize_output_tensor: 'bool',
  only_copy: 'bool',
  pure: 'bool',
  keep_split: 'bool',
  dry_run: 'bool',
  imatrix: 'llama_model_imatrix_data *',
  kv_overrides: 'void *',
  tt_overrides: 'void *',
  prune_layers: 'void *',
  max_buf_size: 'size_t',
});
const defaults = library.func('llama_model_quantize_default_params', Params, []);
const quantize = library.func('llama_model_quantize', 'uint32_t', ['str', 'str', koffi.pointer(Params)]);
for (const [ftype, output] of JSON.parse(outputs) as [number, string][]) {
  const params = {
    ...(defaults() as object),
    nthread: 2,
    ftype,
    dry_run: mode === 'dry',
    imatrix: means.length === 0 ? null : importance,
  };
  const code = quantize(input, output, params) as number;
  if (code !== 0) process.exit(code);
}
// Without waiting for what the library keeps open.
process.exit(0);
