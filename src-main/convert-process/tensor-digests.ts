import { createHash, type Hash } from 'node:crypto';

/** The digest of one chunk. */
export interface ChunkDigest {
  /** Waits for all chunks before this one, then adds the bytes to the tensor's digest. */
  add(bytes: Uint8Array): Promise<void>;
  /** Lets the next chunk be digested; called whether or not `add` was. */
  pass(): void;
}

/**
 * SHA-256 of each tensor while its chunks are encoded in any order: chunks are digested in the
 * order in which they were begun.
 */
export class TensorDigests {
  readonly #hashes = new Map<string, Hash>();
  #last: Promise<void> = Promise.resolve();

  /** Called in the order of the bytes. */
  begin(tensor: string): ChunkDigest {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = before.then(() => promise);
    return {
      add: async (bytes) => {
        await before;
        this.#hash(tensor).update(bytes);
      },
      pass: resolve,
    };
  }

  /** For a tensor that is written at once. */
  add(tensor: string, bytes: Uint8Array): void {
    this.#hash(tensor).update(bytes);
  }

  /** Of each tensor, in this order. */
  digests(tensors: readonly { readonly name: string }[]): Buffer[] {
    return tensors.map(({ name }) => this.#hash(name).digest());
  }

  #hash(tensor: string): Hash {
    let hash = this.#hashes.get(tensor);
    if (!hash) {
      hash = createHash('sha256');
      this.#hashes.set(tensor, hash);
    }
    return hash;
  }
}
