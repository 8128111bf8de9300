import { metadataNumber, metadataText } from '../gguf/metadata.ts';
import { readGguf } from '../gguf/read-gguf.ts';

/**
 * The layers of a model file plus one for the output, as llama.cpp counts them for a graphics card; 0 when unreadable.
 */
export async function layerCountOf(path: string): Promise<number> {
  try {
    const { metadata } = await readGguf(path);
    const architecture = metadataText(metadata, 'general.architecture') ?? '';
    const layers = metadataNumber(metadata, `${architecture}.block_count`);
    return layers === null ? 0 : Math.trunc(layers) + 1;
  } catch {
    return 0;
  }
}
