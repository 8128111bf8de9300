import { createContext } from 'svelte';

/** Text of a field that has left the page, and why it could not be saved. */
export interface UnsavedInput {
  readonly label: string;
  readonly typed: string;
  readonly reason: string;
}

/** Reports unsaved text to the user, because it is lost with its field. */
export const [useUnsavedInput, provideUnsavedInput] = createContext<(left: UnsavedInput) => void>();
