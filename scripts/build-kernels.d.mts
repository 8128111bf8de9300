/** The kernels as WebAssembly; reversed, with additions in another order. */
export function compileKernels(options?: {
  readonly source?: string;
  readonly isReversed?: boolean;
}): Promise<Uint8Array<ArrayBuffer>>;
