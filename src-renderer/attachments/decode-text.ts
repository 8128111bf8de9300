import { SarviError } from '#contract/errors';

/** With more than this share of control characters, it is no text. */
const MOST_CONTROLS = 0.001;

/**
 * The text of a file: UTF-8, UTF-16 with a byte order mark, else Windows-1252. Line ends become `
 * `.
 *
 * @throws SarviError `attachment-not-text`
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  const text = decode(bytes);
  // Logs of terminals contain escapes.
  const controls = text.replaceAll('\u001B', '').match(/(?![\t\n\v\f\r])\p{Cc}/gu)?.length ?? 0;
  if (controls > text.length * MOST_CONTROLS) throw new SarviError('attachment-not-text', { name });
  return text.replace(/\r\n?/g, '\n').replaceAll('\0', '');
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
