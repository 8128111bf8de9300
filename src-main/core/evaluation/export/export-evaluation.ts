import type { EVALUATION_FORMATS } from '#contract/evaluation-calls';
import type { RunState } from '../runs/run-state.ts';
import { answerFile, judgmentFile } from './answer-files.ts';
import { csvSamples } from './csv-samples.ts';
import { markdownTable } from './markdown-table.ts';
import { harnessResults } from './harness-results.ts';
import { harnessSamples } from './harness-samples.ts';
import type { Parts } from './parts.ts';
import { runJson } from './run-json.ts';
import { pieceOf, writeParts, type Piece } from './write-parts.ts';

type Format = (typeof EVALUATION_FORMATS)[number];

/** @param cursor - how many samples came before */
export function exportPiece(
  state: RunState,
  { format, cursor }: { readonly format: Format; readonly cursor: number },
): Piece {
  return pieceOf(partsOf(state, format), cursor);
}

/** @throws SarviError those of the call `evaluations.export` */
export function exportToFile(
  state: RunState,
  { format, ...place }: { readonly format: Format; readonly path: string; readonly replace: boolean },
  dataFolder: string,
): Promise<{ sizeBytes: number }> {
  return writeParts(partsOf(state, format), place, dataFolder);
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
