import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the double does where a real engine would load or answer. */
export interface EngineBehaviour {
  readonly load?: 'works' | 'slow' | 'no-memory-on-card' | 'out-of-memory';
  /** `endless` goes on until it is stopped. */
  readonly generate?: 'works' | 'endless' | 'hang' | 'abort';
}

const PROGRAM = `
import { readFileSync } from 'node:fs';
const how = () => JSON.parse(readFileSync(new URL('behaviour.json', import.meta.url), 'utf8'));
const card = process.env.SARVI_ENGINE_BACKEND !== 'cpu' && process.env.SARVI_ENGINE_BACKEND !== undefined;
let sequences = 1;
const end = { stopReason: 'end-of-generation', generatedTokens: 2, promptMs: 1, generationMs: 1, draft: null };
function answer(request) {
  const { id } = request;
  const send = (message) => process.send({ id, ...message });
  switch (request.kind) {
    case 'load': {
      const { load = 'works' } = how();
      const tooMuch = card && (request.maxGpuLayers ?? Infinity) > (how().roomForLayers ?? Infinity);
      if (load === 'out-of-memory') {
        process.stderr.write('terminate called: std::bad_alloc\\n', () => process.abort());
        return;
      }
      if (load === 'no-memory-on-card' && tooMuch) {
        return send({ kind: 'failed', error: { code: 'model-load-failed', details: { name: 'm', reason: 'no room' }, message: '' } });
      }
      const gpuLayers = card ? (request.maxGpuLayers ?? 16) : 0;
      const backend = card ? 'CUDA' : 'CPU';
      const model = { contextTokens: request.maxContextTokens, gpuLayers, hasChatTemplate: true, backend, llamaCpp: 'double', stateKey: 'x', templateSha256: null, threads: null, sequences: request.sequences, draftFailure: null };
      sequences = request.sequences;
      return setTimeout(() => send({ kind: 'loaded', model }), load === 'slow' ? 300 : 0);
    }
    case 'unload': return send({ kind: 'unloaded' });
    case 'render': return send({ kind: 'rendered', rendered: { prompt: '', tokens: Uint32Array.of(1, 2, 3) } });
    case 'count': return send({ kind: 'counted', counts: request.texts.map(() => 1) });
    case 'match': return send({ kind: 'matched', sequences: Array(sequences).fill({ heldTokens: 0, commonTokens: 0 }) });
    case 'stop': return send({ kind: 'finished', end: { ...end, stopReason: 'stopped' } });
    case 'generate': {
      send({ kind: 'started', figures: { seed: 1, freshTokens: 3, cachedTokens: 0 } });
      send({ kind: 'reading', tokensDone: 3, tokensTotal: 3 });
      send({ kind: 'text', steps: [{ delta: 'Hei', generatedTokens: 1 }] });
      const { generate = 'works' } = how();
      if (generate === 'endless') return;
      if (generate === 'hang') return setTimeout(() => { for (;;) ; }, 50);
      if (generate === 'abort') return setTimeout(() => process.abort(), 50);
      send({ kind: 'text', steps: [{ delta: ' vaan', generatedTokens: 2 }] });
      return send({ kind: 'finished', end });
    }
  }
}
process.on('message', answer);
process.on('disconnect', () => process.exit(0));
process.send({ kind: 'ready' });
`;

/** A program that speaks the engine's protocol and fails as it is told to, from one request to the next. */
export async function writeEngineDouble(
  folder: string,
): Promise<{ entry: string; behave: (behaviour: EngineBehaviour & { roomForLayers?: number }) => Promise<void> }> {
  const entry = join(folder, 'engine-double.mjs');
  const behave = (behaviour: EngineBehaviour): Promise<void> =>
    writeFile(join(folder, 'behaviour.json'), JSON.stringify(behaviour));
  await writeFile(entry, PROGRAM);
  await behave({});
  return { entry, behave };
}
