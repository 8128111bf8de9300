import type { Library } from './library.ts';
export type Cycle = Library | null;
