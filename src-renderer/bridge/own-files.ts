/**
 * Parts of the page that are loaded when they are first needed. In the web shell they wait for Sarvi: while it is off,
 * another program could have its port and answer with its own code.
 */
let untilOwn: () => Promise<void> = () => Promise.resolve();

/** @param until - resolves while the page's server is Sarvi */
export function guardOwnFiles(until: () => Promise<void>): void {
  untilOwn = until;
}

export async function loadOwnFiles<Part>(load: () => Promise<Part>): Promise<Part> {
  await untilOwn();
  return load();
}
