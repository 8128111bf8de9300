/** What llama.cpp computes with: kinds of graphics cards, and the processor. */
export const BACKENDS = ['cuda', 'vulkan', 'metal', 'cpu'] as const;
export type Backend = (typeof BACKENDS)[number];
/** `auto` takes the best that works. */
export const BACKEND_CHOICES = ['auto', ...BACKENDS] as const;
export type BackendChoice = (typeof BACKEND_CHOICES)[number];
