import type { ScoredModel, ScoringOutcome } from '../core/scoring/protocol.ts';
import type { OpenModel } from './open-model.ts';
import { Reader } from './reader.ts';
import type { ReadingPass } from './reading-pass.ts';

/** Scores the text with all models batch by batch, so no distribution has to be stored. */
export async function scoreTogether(
  pass: ReadingPass,
  models: readonly { readonly model: ScoredModel; readonly open: OpenModel }[],
): Promise<ScoringOutcome> {
  const { llama, options, kernels, watch } = pass;
  const readers: Reader[] = [];
  try {
    for (const { model, open } of models) readers.push(await Reader.open(llama, open, model, options, watch.complaint));
    const [first, second] = readers;
    const begunAt = performance.now();
    await pass.walk(readers, [0, 1], (place) => {
      first?.copyRow(place, kernels.rows[0]);
      const figures = pass.figures(0);
      pass.add(pass.score(0, place, figures));
      if (!second) return;
      second.copyRow(place, kernels.rows[1]);
      const others = pass.figures(1);
      pass.addOther(pass.score(1, place, others), kernels.divergence(figures, others));
    });
    return pass.outcome(readers, { readMs: performance.now() - begunAt, isRounded: false });
  } finally {
    for (const reader of readers) reader.close();
  }
}
