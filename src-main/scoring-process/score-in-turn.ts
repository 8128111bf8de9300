import type { ScoredModel, ScoringOutcome } from '../core/scoring/protocol.ts';
import { DistributionFile } from './distribution-file.ts';
import type { OpenModel } from './open-model.ts';
import { Reader } from './reader.ts';
import type { ReadingPass } from './reading-pass.ts';

/**
 * Scores the text with one model after the other when memory has room for only one. The distributions of the first are
 * stored in a file, rounded to 16 bits; its weights are freed before the second model is loaded.
 *
 * @param openSecond - frees the first and loads the second
 * @throws SarviError `disk-full`, `write-failed`
 */
export async function scoreInTurn(
  pass: ReadingPass,
  path: string,
  first: { readonly model: ScoredModel; readonly open: OpenModel },
  second: { readonly model: ScoredModel; readonly open: () => Promise<OpenModel> },
): Promise<ScoringOutcome> {
  const { llama, options, kernels, watch, text } = pass;
  const places = text.tokens.length - text.from;
  const distributions = await DistributionFile.create(path, first.open.size, places);
  const readers: Reader[] = [];
  try {
    const begunAt = performance.now();
    await readAll(first.model, first.open, [0, 0.5], async (place) => {
      const figures = pass.figures(0);
      pass.add(pass.score(0, place, figures));
      await distributions.write(place - text.from, kernels.round(0, figures));
    });
    await readAll(second.model, await second.open(), [0.5, 1], async (place) => {
      const figures = pass.figures(0);
      const rounded = await distributions.read(place - text.from);
      pass.addOther(pass.score(0, place, figures), kernels.divergenceFrom(rounded, 0, figures));
    });
    return pass.outcome(readers, { readMs: performance.now() - begunAt, isRounded: true });
  } finally {
    await distributions.remove();
  }

  async function readAll(
    model: ScoredModel,
    open: OpenModel,
    share: readonly [number, number],
    each: (place: number) => Promise<void>,
  ): Promise<void> {
    const reader = await Reader.open(llama, open, model, options, watch.complaint);
    readers.push(reader);
    try {
      await pass.walk([reader], share, (place) => {
        reader.copyRow(place, kernels.rows[0]);
        return each(place);
      });
    } finally {
      reader.close();
    }
  }
}
