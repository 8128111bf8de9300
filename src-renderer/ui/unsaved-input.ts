import { createContext } from 'svelte';

/** What was typed into a field that has left the page, and why it could not be taken. */
export interface UnsavedInput {
  readonly label: string;
  readonly typed: string;
  readonly reason: string;
}

/** Who tells the user of what was typed, and is lost with its field. */
export const [useUnsavedInput, provideUnsavedInput] = createContext<(left: UnsavedInput) => void>();
