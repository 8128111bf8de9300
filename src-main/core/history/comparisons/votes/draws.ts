/** Random numbers from 0 to 1; the caller provides them, so that a test can choose them. */
export interface Draws {
  readonly pair: number;
  readonly side: number;
  readonly repeat: number;
}
