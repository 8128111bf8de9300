import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runConversion } from '../../src-main/core/convert/run-conversion.ts';
import type { Engine } from '../../src-main/core/engine/engine.ts';
import { checkpointFiles, writeCheckpoint, type CheckpointShape } from './checkpoint.ts';
import { conversionPorts } from './conversion-ports.ts';
import { user } from './engine.ts';

const SHAPE: Omit<CheckpointShape, 'vocabulary'> = {
  layers: 1,
  width: 64,
  feedForwardWidth: 64,
  heads: 2,
  keyValueHeads: 1,
  tied: false,
  dtype: 'BF16',
  shards: 1,
};

export interface VocabularyFiles {
  /** Of the embedding. */
  readonly vocabulary: number;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly chatTemplate: string;
  readonly tokenizerConfig?: Readonly<Record<string, unknown>>;
  /** Fields of config.json. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** A small random Llama checkpoint with these files of a tokenizer, imported as the app does; the GGUF file's path. */
export async function convertedWith(folder: string, name: string, given: VocabularyFiles): Promise<string> {
  const { vocabulary, files, chatTemplate, tokenizerConfig, config: more } = given;
  const checkpointPath = join(folder, name);
  const sound = checkpointFiles({ ...SHAPE, vocabulary });
  const config = { ...sound.config, bos_token_id: 1, eos_token_id: 2, ...more };
  await writeCheckpoint(checkpointPath, {
    ...sound,
    config,
    generationConfig: {},
    tokenizerConfig: { chat_template: chatTemplate, ...tokenizerConfig },
  });
  await rm(join(checkpointPath, 'tokenizer.json'));
  for (const [file, content] of Object.entries(files)) await writeFile(join(checkpointPath, file), content);
  const outputPath = join(folder, `${name}.gguf`);
  await runConversion(conversionPorts, { checkpointPath, outputPath, quantization: 'Q8_0', jobs: 1 });
  return outputPath;
}

/** What the engine makes of each text; the model's template has to write the first message as it is. */
export async function engineTokens(engine: Engine, path: string, texts: readonly string[]): Promise<number[][]> {
  const model = { id: path, name: 'Pieces', path };
  const all: number[][] = [];
  for (const text of texts) {
    const { tokens } = await engine.renderPrompt({ model, messages: [user(text)], addGenerationPrompt: false });
    all.push([...tokens]);
  }
  return all;
}
