import { createContext } from 'svelte';

/** The decimal sign of the reader's language: a point in English, a comma in Finnish. */
export const [useDecimalSign, provideDecimalSign] = createContext<() => string>();
