import { SarviError } from '#contract/errors';
import type { ChunksOutcome, ChunksTask } from '../core/scoring/protocol.ts';
import { AgainstRows } from './against-rows.ts';
import { DistributionFile } from './distribution-file.ts';
import type { LlamaLibrary } from './llama-library.ts';
import type { ModelStore } from './model-store.ts';
import type { OpenModel } from './open-model.ts';
import { Reader, type ReaderOptions } from './reader.ts';
import type { Watch } from './reading-pass.ts';
import { openRowKernels, type RowKernels } from './row-kernels.ts';

/**
 * Reads chunks as `llama-perplexity` does: each from an empty window, its first token replaced by the one that begins a
 * text, with a KV cache of 16 bits; every token after the middle is counted.
 *
 * @see ggml-org/llama.cpp tools/perplexity/perplexity.cpp
 * @throws SarviError `cancelled`, `vocabularies-differ`, and those of loading and reading
 */
export async function readChunks(
  llama: LlamaLibrary,
  store: ModelStore,
  task: ChunksTask,
  watch: Watch,
): Promise<ChunksOutcome> {
  const { models, contextTokens, baseFile } = task;
  await store.requireOneVocabulary(models);
  store.keepOnly(models.map(({ path }) => path));
  const opened: OpenModel[] = [];
  for (const model of models) opened.push(await store.open(model, watch));
  const [first] = opened;
  if (!first) throw new Error('a task has a model');
  const chunks = chunksOf(task, first.size, beginningOf(llama, first));
  const from = Math.floor(contextTokens / 2) + 1;
  const batch = Math.max(...task.passTokens);
  const tokens = new Int32Array(contextTokens);
  const options: ReaderOptions = { tokens, from, rows: batch, batch, kvCacheType: 'f16' };
  const kernels = openRowKernels(first.size);
  const records = baseFile && (await DistributionFile.open(baseFile.path, first.size, baseFile));
  const readers: Reader[] = [];
  try {
    for (const [index, model] of models.entries()) {
      readers.push(await Reader.open(llama, opened[index] ?? first, model, options, watch.complaint));
    }
    const count = chunks.length * (contextTokens - from);
    const samples = new Float32Array(count);
    const isAgainst = models.length > 1 || baseFile?.mode === 'read';
    const against = isAgainst ? new AgainstRows(kernels, count) : null;
    let index = 0;
    await walk({ chunks, passTokens: task.passTokens, from }, readers, watch, async (place, token) => {
      readers[0]?.copyRow(place, kernels.rows[0]);
      if (against) {
        const rounded = records ? await records.read(index) : roundedBase(kernels, readers[1], place);
        samples[index] = against.add(index, rounded, token);
      } else {
        const figures = kernels.figures(0, 0);
        samples[index] = figures.logSum - (kernels.rows[0][token] ?? 0);
        await records?.write(index, kernels.round(0, figures));
      }
      index += 1;
    });
    return { samples, against: against?.found ?? null };
  } finally {
    for (const reader of readers) reader.close();
    await records?.close();
  }
}

/** Even a base that is in memory is rounded to 16 bits: only so are the figures llama.cpp's. */
function roundedBase(kernels: RowKernels, reader: Reader | undefined, place: number): ReturnType<RowKernels['round']> {
  reader?.copyRow(place, kernels.rows[1]);
  return kernels.round(1, kernels.figures(1, 0));
}

function beginningOf(llama: LlamaLibrary, { model }: OpenModel): number | null {
  const vocabulary = llama.vocabularyOf(model);
  return llama.addsBeginning(vocabulary) ? llama.beginning(vocabulary) : null;
}

/** @throws SarviError `invalid-input` for a token that the vocabulary does not have */
function chunksOf({ tokens, contextTokens }: ChunksTask, size: number, beginning: number | null): Int32Array[] {
  const unknown = tokens.find((token) => token >= size);
  if (unknown !== undefined) throw new SarviError('invalid-input', { reason: `token ${unknown}` });
  return Array.from({ length: tokens.length / contextTokens }, (_, index) => {
    const chunk = Int32Array.from(tokens.subarray(index * contextTokens, (index + 1) * contextTokens));
    if (beginning !== null) chunk[0] = beginning;
    return chunk;
  });
}

async function walk(
  { chunks, passTokens, from }: Pick<ChunksTask, 'passTokens'> & { chunks: readonly Int32Array[]; from: number },
  readers: readonly Reader[],
  watch: Watch,
  each: (place: number, token: number) => Promise<void>,
): Promise<void> {
  watch.onReading(0);
  for (const [index, chunk] of chunks.entries()) {
    for (const reader of readers) reader.begin(chunk, { passTokens: passTokens[index] });
    const last = chunk.length - 1;
    for (let start = 0; start < last;) {
      const end = readers[0]?.endOf(start) ?? last;
      for (const reader of readers) {
        if (watch.isCancelled()) throw new SarviError('cancelled');
        // The last token tells nothing, but it is in llama-perplexity's pass, whose length decides how it rounds.
        await reader.read(start, chunk.length - start <= (passTokens[index] ?? 0) ? chunk.length : end);
      }
      for (let place = Math.max(start + 1, from); place <= end; place += 1) await each(place, chunk[place] ?? 0);
      start = end;
      watch.onReading((index + end / last) / chunks.length);
    }
  }
  if (watch.isCancelled()) throw new SarviError('cancelled');
}
