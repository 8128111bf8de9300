/** The kernels as WebAssembly; reversed, with additions in another order. */
export function compileKernels(options?: { readonly isReversed?: boolean }): Promise<Uint8Array<ArrayBuffer>>;
