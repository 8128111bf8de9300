import { randomInt } from 'node:crypto';
import type { Draws } from '../history/comparisons/votes/draws.ts';

const STEPS = 2 ** 32;

/** The random numbers that choose the next pair, its sides, and whether a pair is repeated. */
export function drawNumbers(): Draws {
  const draw = (): number => randomInt(STEPS) / STEPS;
  return { pair: draw(), side: draw(), repeat: draw() };
}
