import { because } from '#contract/reasons';
import { Unreadable } from '../unreadable.ts';

/** XML's bytes as text: by its byte order mark, else by its declaration, else UTF-8. @throws Unreadable */
export function decodeXml(bytes: Uint8Array, part: string): string {
  const [first, second] = bytes;
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared = /^(?:ï»¿)?<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(head)?.[1] ?? 'utf-8';
  let label = declared;
  if (first === 0xff && second === 0xfe) label = 'utf-16le';
  else if (first === 0xfe && second === 0xff) label = 'utf-16be';
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    throw new Unreadable(because('part-damaged', { part }));
  }
}
