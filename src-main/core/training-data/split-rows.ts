import { createHash } from 'node:crypto';
import type { DecidedRow } from './decided-row.ts';
import { firstQuestion } from './normalize-prompt.ts';

/**
 * The split of each row. Rows with one prompt, with translations of one prompt, or from one conversation are all on the
 * same side, so that no test prompt is trained on. The side follows from the seed and the group's first question alone: a
 * new row moves no other.
 *
 * @param testShare - 0 to 0.5; the share of groups, by chance
 */
export function splitRows(
  rows: readonly Pick<DecidedRow, 'prompt' | 'cluster' | 'conversationId'>[],
  { testShare, seed }: { readonly testShare: number; readonly seed: number },
): ('train' | 'test')[] {
  const groups = new Groups();
  const namesOf = rows.map(({ prompt, cluster, conversationId }) => {
    // A group is called by its smallest name, which is a question: ids are made by chance, and differ where texts are the same.
    const names = [`1 question ${firstQuestion(prompt)}`, `2 conversation ${conversationId}`];
    if (cluster !== null) names.push(`3 cluster ${cluster}`);
    return names;
  });
  for (const names of namesOf) groups.join(names);
  const sides = new Map<string, 'train' | 'test'>();
  return namesOf.map(([name = '']) => {
    const group = groups.nameOf(name);
    const side = sides.get(group) ?? sideOf(group, testShare, seed);
    sides.set(group, side);
    return side;
  });
}

function sideOf(group: string, testShare: number, seed: number): 'train' | 'test' {
  const digest = createHash('sha256').update(`${seed} ${group}`).digest();
  return digest.readUInt32BE(0) / 2 ** 32 < testShare ? 'test' : 'train';
}

/** Names that belong together, through any chain of rows. */
class Groups {
  readonly #above = new Map<string, string>();

  join(names: readonly string[]): void {
    const tops = names.map((name) => this.#top(name)).sort();
    const [first = ''] = tops;
    for (const top of tops) if (top !== first) this.#above.set(top, first);
  }

  /** The smallest question of the group, whatever the order of its rows. */
  nameOf(name: string): string {
    return this.#top(name);
  }

  #top(name: string): string {
    let top = name;
    for (let above = this.#above.get(top); above !== undefined; above = this.#above.get(top)) top = above;
    // Later walks are short.
    for (let at = name; at !== top;) {
      const above = this.#above.get(at) ?? top;
      this.#above.set(at, top);
      at = above;
    }
    return top;
  }
}
