import type { Backend } from '#contract/backends';

/** What llama.cpp can compute with besides the processor on each system, the fastest first. */
export function graphicsBackends(platform: string): readonly Exclude<Backend, 'cpu'>[] {
  return platform === 'darwin' ? ['metal'] : ['cuda', 'vulkan'];
}
