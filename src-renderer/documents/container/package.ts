import { because } from '#contract/reasons';
import { Unreadable } from '../unreadable.ts';
import { decodeXml } from './decode-xml.ts';
import { parseXml } from './parse-xml.ts';
import type { ZipArchive } from './read-zip.ts';
import type { Element } from './tree.ts';

/** A part of an archive as a tree. @throws Unreadable, also where the part is missing */
export async function readXml(archive: ZipArchive, name: string): Promise<Element> {
  return parseXml(decodeXml(await archive.read(name), name), name);
}

/** The same, undefined where the part is missing. @throws Unreadable for a damaged part */
export async function readXmlIfThere(archive: ZipArchive, name: string): Promise<Element | undefined> {
  return archive.has(name) ? readXml(archive, name) : undefined;
}

/** The part that `target` names from within `from`: `../media/a.png` from `word/document.xml`. */
export function partPath(from: string, target: string): string {
  const steps = target.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const step of target.replace(/[#?].*$/s, '').split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

/** Ends the reading of a document whose text grows past every bound. @throws Unreadable */
export function requireNodes(count: number, most: number): void {
  if (count > most) throw new Unreadable(because('document-too-many', { most }));
}
