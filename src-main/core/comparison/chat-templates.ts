import { stat } from 'node:fs/promises';
import type { ModelId } from '#contract/primitives';
import { metadataText } from '../gguf/metadata.ts';
import { readGgufParts } from '../gguf/read-gguf-parts.ts';
import type { AskHistory } from '../history/protocol.ts';

interface TemplateParts {
  readonly history: { readonly ask: AskHistory<'templateOf'> };
  readonly models: { resolveModel(modelId: ModelId): Promise<{ readonly path: string }> };
}

/**
 * The chat template of another model, for a column that should continue the same prompt as that model: a base model has
 * no template of its own. Only the header of the other model's file is read.
 */
export class ChatTemplates {
  readonly #parts: TemplateParts;
  readonly #known = new Map<string, string | undefined>();

  constructor(parts: TemplateParts) {
    this.#parts = parts;
  }

  /** Undefined if the model's own template applies. @throws SarviError those of `resolveModel` and `readGgufParts` */
  async of(conversationId: string): Promise<string | undefined> {
    const modelId = await this.#parts.history.ask('templateOf', { conversationId });
    if (modelId === null) return undefined;
    const { path } = await this.#parts.models.resolveModel(modelId);
    const modifiedMs = await stat(path).then(
      (file) => file.mtimeMs,
      () => 0,
    );
    const key = `${modifiedMs} ${path}`;
    if (!this.#known.has(key)) {
      const { metadata } = await readGgufParts(path);
      this.#known.set(key, metadataText(metadata, 'tokenizer.chat_template') ?? undefined);
    }
    return this.#known.get(key);
  }
}
