/** Adds the folder `Sarvi data` to a ZIP archive. */
export function addPortableFolder(path: string): void;
