import type { AgainstBase, ChunksOutcome } from '../../scoring/protocol.ts';

/** The outcome of several parts, one after another. */
export function joinOutcomes(parts: readonly ChunksOutcome[]): ChunksOutcome {
  const against = parts.flatMap((part) => part.against ?? []);
  const joined = (name: 'baseSamples' | 'divergences' | 'deltas'): Float32Array =>
    joinFloats(against.map((one) => one[name]));
  const all: AgainstBase = {
    baseSamples: joined('baseSamples'),
    divergences: joined('divergences'),
    deltas: joined('deltas'),
    sameTop: Uint8Array.from(against.flatMap(({ sameTop }) => Array.from(sameTop))),
  };
  return { samples: joinFloats(parts.map(({ samples }) => samples)), against: against.length === 0 ? null : all };
}

function joinFloats(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
