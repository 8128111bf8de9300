import type { Engine } from '../engine/engine.ts';
import type { Scorer } from '../scoring/scorer.ts';
import type { FirstPieces } from './first-pieces.ts';
import type { FindModelParts } from './find-model.ts';
import type { KeptConversations } from './kept-conversations.ts';
import type { Turns } from './turns.ts';

/** What the endpoints answer with. */
export interface EndpointParts extends FindModelParts {
  readonly engine: Pick<Engine, 'generate' | 'renderPrompt' | 'parse' | 'pieces' | 'vocabulary' | 'usageOf'>;
  readonly scorer: Pick<Scorer, 'score'>;
  readonly firstPieces: FirstPieces;
  readonly turns: Turns;
  readonly kept: KeptConversations;
  readonly now: () => number;
}
