/** A component that Svelte warns of at run time fails its test. */
import { afterEach, expect } from 'vitest';

const warnings: string[] = [];
const { warn } = console;
console.warn = (...all: unknown[]) => {
  if (String(all[0]).includes('svelte.dev/e/') || String(all[0]).includes('[svelte]')) warnings.push(all.join(' '));
  warn(...all);
};

afterEach(() => {
  expect(warnings.splice(0)).toEqual([]);
});
