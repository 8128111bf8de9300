/** Numbers from 0 to 1 that decide what is drawn: from outside, so that a test can tell them. */
export interface Draws {
  readonly pair: number;
  readonly side: number;
  readonly repeat: number;
}
