/**
 * The scoring process: scores texts with llama.cpp's C interface, one task at a time. The parent ends it when it is not
 * needed any more.
 */
import { setImmediate } from 'node:timers/promises';
import { SarviError } from '#contract/errors';
import type { Backend } from '#contract/backends';
import { openParentChannel } from '../core/child-channel.ts';
import { libraryFolderOf, takePackage } from '../core/cuda/handed-package.ts';
import { findNativeFolder } from '../core/find-native-folder.ts';
import type { AnyTask, FromScoring, Outcomes, TaskKind, ToScoring } from '../core/scoring/protocol.ts';
import { openLlama, type LlamaLibrary } from './llama-library.ts';
import { countTokens } from './count-tokens.ts';
import { ModelStore } from './model-store.ts';
import { readChunks } from './read-chunks.ts';
import type { Watch } from './reading-pass.ts';
import { scoreText } from './score-text.ts';
import { splitText } from './split-text.ts';
import { sumAnswers } from './sum-answers.ts';

/** Often enough for a smooth bar. */
const PROGRESS_INTERVAL_MS = 100;

const channel = openParentChannel();
const send = (message: FromScoring): void => channel.send(message);
const cancelled = new Set<number>();
const complaints: string[] = [];
let opened: { readonly llama: LlamaLibrary; readonly store: ModelStore } | null = null;

channel.onMessage((message) => {
  const request = message as ToScoring;
  if (request.kind === 'cancel') cancelled.add(request.id);
  else void run(request);
});

async function run(task: AnyTask): Promise<void> {
  const { id } = task;
  let toldAt = 0;
  const tell = (phase: 'loading' | 'reading', fraction: number): void => {
    const now = performance.now();
    if (now - toldAt < PROGRESS_INTERVAL_MS && fraction < 1) return;
    toldAt = now;
    send({ kind: 'progress', id, phase, fraction: Math.min(1, fraction) });
  };
  try {
    const { llama, store } = await open(task.backend);
    const outcome = await perform(llama, store, task, {
      isCancelled: () => cancelled.has(id),
      complaint: () => complaints.find((line) => line !== '') ?? null,
      clearComplaints: () => void (complaints.length = 0),
      onLoading: (fraction) => tell('loading', fraction),
      onReading: (fraction) => tell('reading', fraction),
    });
    send({ kind: 'done', id, outcome });
  } catch (error) {
    // The log lines of a failure arrive through the event loop.
    await setImmediate();
    send({ kind: 'failed', id, error: SarviError.from(error).toReport() });
  } finally {
    cancelled.delete(id);
  }
}

function perform(llama: LlamaLibrary, store: ModelStore, task: AnyTask, watch: Watch): Promise<Outcomes[TaskKind]> {
  switch (task.kind) {
    case 'score':
      return scoreText(llama, store, task, watch);
    case 'tokens':
      return splitText(llama, store, task, watch);
    case 'count':
      return countTokens(llama, store, task, watch);
    case 'chunks':
      return readChunks(llama, store, task, watch);
    case 'sums':
      return sumAnswers(llama, store, task, watch);
  }
}

/** The backend of a process never changes. */
async function open(backend: Backend): Promise<NonNullable<typeof opened>> {
  if (opened) return opened;
  const llama = openLlama(await libraryFolder(backend), (line) => complaints.push(line.trim()));
  opened ??= { llama, store: new ModelStore(llama) };
  return opened;
}

async function libraryFolder(backend: Backend): Promise<string> {
  if (backend !== 'cuda') return findNativeFolder(backend);
  const handed = await takePackage().catch((error: unknown) => {
    throw new SarviError('kernels-unavailable', { reason: (error as Error).message }, { cause: error });
  });
  return handed === null ? findNativeFolder('cuda') : libraryFolderOf(handed);
}
