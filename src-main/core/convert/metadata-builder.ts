import type { Metadata, MetadataValue } from '../gguf/metadata.ts';

/** Collects metadata in order. Missing and empty values are left out, as by llama.cpp's writer. */
export class MetadataBuilder {
  readonly #entries = new Map<string, MetadataValue>();

  get metadata(): Metadata {
    return this.#entries;
  }

  addAll(entries: Metadata): void {
    for (const [key, value] of entries) this.#entries.set(key, value);
  }

  text(key: string, value: string | null | undefined): void {
    if (value) this.#entries.set(key, { type: 'string', value });
  }

  u32(key: string, value: number | undefined): void {
    if (value !== undefined) this.#entries.set(key, { type: 'u32', value });
  }

  i32(key: string, value: unknown): void {
    if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31) {
      this.#entries.set(key, { type: 'i32', value });
    }
  }

  f32(key: string, value: unknown): void {
    if (typeof value === 'number') this.#entries.set(key, { type: 'f32', value });
  }

  flag(key: string, value: boolean | null | undefined): void {
    if (value !== undefined && value !== null) this.#entries.set(key, { type: 'bool', value });
  }

  texts(key: string, value: readonly string[]): void {
    if (value.length > 0) this.#entries.set(key, { type: 'array', of: 'string', value });
  }

  numbers(key: string, of: 'i32' | 'u32' | 'f32', value: readonly number[]): void {
    if (value.length > 0) this.#entries.set(key, { type: 'array', of, value });
  }
}
