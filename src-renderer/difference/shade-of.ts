import type { ScoredToken } from '#contract/scorings';
import { ratioOf, shiftOf, type Measure } from './measures.ts';

/** How a token is drawn: a tone, how strong it is from 0 to 1, and a line that tells the same in black and white. */
export interface Shade {
  readonly tone: 'none' | 'up' | 'down';
  readonly strength: number;
}

/** Where the strongest colour begins, in nats: e times as likely, three times over. */
const STRONGEST_NATS = 3;
/** Below it a difference is not seen. */
const LEAST_NATS = 0.05;
/** Ranks from here on are drawn alike. */
const STRONGEST_RANK = 100;

const NONE: Shade = { tone: 'none', strength: 0 };

export function shadeOf(token: ScoredToken, measure: Measure): Shade {
  if (measure === 'rank') return rankShade(token);
  const value = measure === 'ratio' ? ratioOf(token) : -(token.kl ?? 0);
  if (Math.abs(value) < LEAST_NATS) return NONE;
  return { tone: value > 0 ? 'up' : 'down', strength: Math.min(1, Math.abs(value) / STRONGEST_NATS) };
}

function rankShade(token: ScoredToken): Shade {
  const rank = token.other?.rank ?? 1;
  switch (shiftOf(token)) {
    case 'unshifted':
      return NONE;
    case 'marginal':
      return { tone: 'up', strength: 0.5 };
    case 'shifted':
      return { tone: 'down', strength: 0.4 + 0.6 * Math.min(1, Math.log(rank / 3) / Math.log(STRONGEST_RANK / 3)) };
  }
}
