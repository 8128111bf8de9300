import { createHash } from 'node:crypto';

/** SHA-256 over the rows in their order, each as JSON on a line of its own behind its split. */
export function digestOfRows(rows: readonly { readonly split: string; readonly content: string }[]): string {
  const hash = createHash('sha256');
  for (const { split, content } of rows) hash.update(`${split} ${content}\n`);
  return hash.digest('hex');
}
