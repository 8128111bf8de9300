import type { EVALUATION_FORMATS } from '#contract/evaluation-calls';
import { WholeFile } from '../../history/transfer/whole-file.ts';
import { refuseOwnData } from '../../refuse-own-data.ts';
import type { RunState } from '../runs/run-state.ts';
import { answerFile, judgmentFile } from './answer-files.ts';
import { csvSamples } from './csv-samples.ts';
import { markdownTable } from './markdown-table.ts';
import { harnessResults } from './harness-results.ts';
import { harnessSamples } from './harness-samples.ts';
import type { Parts } from './parts.ts';
import { runJson } from './run-json.ts';

type Format = (typeof EVALUATION_FORMATS)[number];

interface Piece {
  readonly text: string;
  readonly nextCursor: number | null;
}

const SAMPLES_PER_PIECE = 100;

/** @param cursor - how many samples came before */
export function exportPiece(
  state: RunState,
  { format, cursor }: { readonly format: Format; readonly cursor: number },
): Piece {
  const { before, each, after } = partsOf(state, format);
  const next = cursor + SAMPLES_PER_PIECE;
  const isLast = next >= each.length;
  const texts = each.slice(cursor, next).map((text) => text());
  return {
    text: (cursor === 0 ? before : '') + texts.join('') + (isLast ? after : ''),
    nextCursor: isLast ? null : next,
  };
}

/** @throws SarviError those of the call `evaluations.export` */
export async function exportToFile(
  state: RunState,
  { format, path, replace }: { readonly format: Format; readonly path: string; readonly replace: boolean },
  dataFolder: string,
): Promise<{ sizeBytes: number }> {
  await refuseOwnData(path, dataFolder);
  const file = await WholeFile.create(path, { replace });
  try {
    const { before, each, after } = partsOf(state, format);
    await file.write(before);
    for (const text of each) await file.write(text());
    await file.write(after);
    await file.finish();
  } catch (error) {
    await file.abandon();
    throw error;
  }
  return { sizeBytes: file.sizeBytes };
}

function partsOf(state: RunState, format: Format): Parts {
  switch (format) {
    case 'results':
      return { before: harnessResults(state), each: [], after: '' };
    case 'samples':
      return harnessSamples(state);
    case 'csv':
      return csvSamples(state);
    case 'markdown':
      return { before: markdownTable(state.run), each: [], after: '' };
    case 'answers':
      return answerFile(state);
    case 'judgments':
      return judgmentFile(state);
    case 'json':
      return runJson(state);
  }
}
