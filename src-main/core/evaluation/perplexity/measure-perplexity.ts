import { rename, rm } from 'node:fs/promises';
import type { Backend } from '#contract/backends';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { requireOutputPath } from '../../convert/require-output-path.ts';
import { unfinishedPath } from '../../convert/unfinished-path.ts';
import type { EngineModel } from '../../engine/engine-model.ts';
import { fileError } from '../../file-error.ts';
import type { BaseRecords, ChunksOutcome, ScoredModel, TokensOutcome } from '../../scoring/protocol.ts';
import type { Scorer } from '../../scoring/scorer.ts';
import type { TaskWatch } from '../../scoring/scoring-connection.ts';
import { createBaseFile, readBaseHeader, recordsFrom, type BaseHeader } from './base-file.ts';
import { joinOutcomes } from './join-outcomes.ts';
import { partsOf } from './parts-of.ts';
import { passTokens } from './pass-tokens.ts';
import { planChunks, requireTrained } from './plan-chunks.ts';

export interface PerplexityRequest {
  readonly model: EngineModel;
  /** What the model is held against. */
  readonly base: EngineModel | null;
  /** A file of log-probabilities: to hold the model against, with its own text, or to write. */
  readonly baseFile: { readonly mode: 'read' | 'write'; readonly path: string } | null;
  /** Empty when a base file is read. */
  readonly text: string;
  readonly contextTokens: number;
  readonly mostChunks: number;
}

export interface PerplexityOutcome extends ChunksOutcome {
  readonly header: BaseHeader;
  readonly backend: string;
  readonly release: string;
}

type Uses = readonly [ScoredModel] | readonly [ScoredModel, ScoredModel];

/**
 * Reads a text under one model or two, in parts of some seconds, between which chats and other work get their turn.
 *
 * Two models that fit into memory together go through each part side by side. Else the base goes first, and its rounded
 * distributions wait in a file.
 *
 * @throws SarviError `text-refused`, `base-file-refused`, `vocabularies-differ`, `disk-full`, `cancelled`, and those of
 *   loading and reading
 */
export async function measurePerplexity(
  scorer: Scorer,
  request: PerplexityRequest,
  watch: TaskWatch,
): Promise<PerplexityOutcome> {
  const { model, base, baseFile, text, contextTokens, mostChunks } = request;
  const models = base ? [model, base] : [model];
  if (baseFile?.mode === 'write') await requireOutputPath(baseFile.path);
  const given = baseFile?.mode === 'read' ? await readBaseHeader(baseFile.path) : null;
  // A vocabulary that differs is told before any work.
  const split = await scorer.run<'tokens'>(
    { models, contextTokens, task: (uses) => ({ kind: 'tokens', models: uses, text }) },
    { signal: watch.signal, onProgress: (phase) => watch.onProgress(phase, 0) },
  );
  const header = given ?? planChunks(split, contextTokens, mostChunks);
  if (given && baseFile) requireSameVocabulary(baseFile.path, given, split);
  const read = readerOf(scorer, header, models, watch);
  const { release } = split;

  const outcome = await (async () => {
    if (given && baseFile) return read((uses) => [uses[0]], [0, 1], { mode: 'read', path: baseFile.path });
    if (baseFile?.mode === 'write') {
      return keepDistributions(baseFile.path, header, (path) => readBoth(path));
    }
    if (!base) return read((uses) => [uses[0]], [0, 1], null);
    if (await scorer.fitTogether(models)) return read((uses) => uses, [0, 1], null);
    const folder = await scorer.makeFolder();
    try {
      await createBaseFile(folder.filePath, header);
      return await readBoth(folder.filePath);
    } finally {
      await folder.remove();
    }
  })();
  return { ...outcome, header, release };

  /** The base's distributions into a file, then the model against them; without a base, the model's own. */
  async function readBoth(path: string): Promise<ChunksOutcome & { readonly backend: Backend }> {
    if (!base) return read((uses) => [uses[0]], [0, 1], { mode: 'write', path });
    await read((uses) => [uses[1] ?? uses[0]], [0, 0.5], { mode: 'write', path });
    return read((uses) => [uses[0]], [0.5, 1], { mode: 'read', path });
  }
}

type ReadAll = (
  choose: (uses: Uses) => Uses,
  share: readonly [number, number],
  file: Omit<BaseRecords, 'from'> | null,
) => Promise<ChunksOutcome & { readonly backend: Backend }>;

function readerOf(scorer: Scorer, header: BaseHeader, models: readonly EngineModel[], watch: TaskWatch): ReadAll {
  const { contextTokens, tokens } = header;
  const chunks = tokens.length / contextTokens;
  return async (choose, [before, after], file) => {
    const found: (ChunksOutcome & { readonly backend: Backend })[] = [];
    for (const { first, end } of partsOf(chunks)) {
      const baseFile = file && { ...file, from: recordsFrom(header, first) };
      const part = tokens.slice(first * contextTokens, end * contextTokens);
      const outcome = await scorer.run<'chunks'>(
        {
          models,
          contextTokens,
          task: (uses) => ({
            ...{ kind: 'chunks', models: choose(uses), tokens: part, contextTokens, baseFile },
            passTokens: Array.from({ length: end - first }, (_, index) =>
              passTokens(contextTokens, first + index, chunks),
            ),
          }),
        },
        {
          signal: watch.signal,
          onProgress: (phase, fraction) => {
            const done = first + (phase === 'reading' ? fraction * (end - first) : 0);
            watch.onProgress(phase, before + ((after - before) * done) / chunks);
          },
        },
      );
      found.push(outcome);
    }
    const [one] = found;
    if (!one) throw new Error('a text has a chunk');
    return { ...joinOutcomes(found), backend: one.backend };
  };
}

/** Writes a base file beside its place and moves it there when it is whole. */
async function keepDistributions<Outcome>(
  path: string,
  header: BaseHeader,
  act: (path: string) => Promise<Outcome>,
): Promise<Outcome> {
  const unfinished = unfinishedPath(path);
  try {
    await createBaseFile(unfinished, header);
    const outcome = await act(unfinished);
    await rename(unfinished, path).catch((error: unknown) => {
      throw fileError(error, path);
    });
    return outcome;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** @throws SarviError `base-file-refused`, `text-refused` */
function requireSameVocabulary(
  path: string,
  header: BaseHeader,
  { vocabularySize, trainedTokens }: TokensOutcome,
): void {
  requireTrained(header.contextTokens, trainedTokens);
  if (header.vocabularySize === vocabularySize) return;
  throw new SarviError('base-file-refused', {
    path,
    reason: because('base-file-vocabulary', { found: header.vocabularySize, expected: vocabularySize }),
  });
}
