import type { Backend } from '#contract/backends';

/** The graphics backends of llama.cpp on each system, the fastest first. */
export function graphicsBackends(platform: string): readonly Exclude<Backend, 'cpu'>[] {
  return platform === 'darwin' ? ['metal'] : ['cuda', 'vulkan'];
}
