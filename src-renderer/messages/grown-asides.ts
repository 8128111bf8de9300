import type { Aside } from '#contract/asides';
import type { Message } from '#contract/messages';
import type { Generation } from '../state/generation.svelte.ts';

/** What a message has beside its answer, with the thinking that still grows. */
export function grownAsides({ asides = [] }: Message, generation: Generation | null): readonly Aside[] {
  const last = asides.at(-1);
  const known = last?.kind === 'thinking' ? last.text : '';
  if (!generation || generation.thinking.length <= known.length) return asides;
  const earlier = known === '' ? asides : asides.slice(0, -1);
  return [...earlier, { kind: 'thinking', text: generation.thinking }];
}
