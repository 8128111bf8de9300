import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';
import { metadataText } from './metadata.ts';
import { readGguf, type GgufFile } from './read-gguf.ts';

const PART = /^(.+)\.lora_([ab])$/;

/**
 * Reads a GGUF LoRA adapter's metadata and directory, and checks what llama.cpp does not: some faults would end its
 * process, others it would ignore.
 *
 * @throws SarviError `adapter-refused`, and those of `readGguf`
 * @see ggml-org/llama.cpp src/llama-adapter.cpp (`llama_adapter_lora_init_impl`)
 */
export async function readAdapterFile(path: string): Promise<GgufFile> {
  const file = await readGguf(path);
  const { metadata, tensors } = file;
  const refuse = (reason: Reason): never => {
    throw new SarviError('adapter-refused', { path, reason });
  };
  const kind = metadataText(metadata, 'general.type');
  if (kind !== 'adapter' || metadataText(metadata, 'adapter.type') !== 'lora') refuse(because('not-a-lora'));
  const architecture = metadataText(metadata, 'general.architecture');
  if (architecture !== 'llama') refuse(because('architecture-is', { architecture: architecture ?? 'null' }));
  const alpha = metadata.get('adapter.lora.alpha');
  if (alpha?.type !== 'f32' || !Number.isFinite(alpha.value)) refuse(because('no-alpha'));
  if (metadata.has('adapter.alora.invocation_tokens')) refuse(because('waits-for-text'));

  const shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
  for (const { name, shape, type } of tensors) {
    const [, matrix, part] = PART.exec(name) ?? [];
    if (matrix === undefined) {
      if (!name.endsWith('_norm.weight')) refuse(because('has-tensor', { tensor: name }));
      continue;
    }
    if (!['F32', 'F16', 'BF16', 'Q8_0'].includes(type)) refuse(because('tensor-is-type', { tensor: name, type }));
    const other = shapes.get(`${matrix}.lora_${part === 'a' ? 'b' : 'a'}`);
    if (!other) return refuse(because('lacks-other-factor', { tensor: name }));
    // Both factors of embeddings are transposed.
    const [down, up] = part === 'a' ? [shape, other] : [other, shape];
    const rank = matrix === 'token_embd.weight' ? down[1] : down[0];
    if (down.length !== 2 || up.length !== 2 || up[1] !== rank) refuse(because('factors-do-not-fit', { matrix }));
  }
  if (!tensors.some(({ name }) => PART.test(name))) refuse(because('changes-no-matrix'));
  return file;
}
